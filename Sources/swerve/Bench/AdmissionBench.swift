import Admission
import Core
import Credentials
import EventCodec
import Ports
import Runtime

extension Bench {
  /// Admission, with what a proof costs and without, against decoding alone.
  static let admission = Bench(
    name: "admission", unit: "sighting", events: 100_000, countedEvents: 4_000,
    subject: Workload("trusted names") { events, seed in
      let batches = try AdmissionInput(events, seed, proofs: TrustedProofs()).batches
      return { count in absorb(count, of: batches, verifier: TrustedVerifier()) }
    },
    reference: Workload("decode only") { events, seed in
      let batches = try AdmissionInput(events, seed, proofs: TrustedProofs()).batches
      return { count in
        let codec = EventCodec()
        for row in 0..<count {
          let box = batches[row / AdmissionInput.batch]
          keep(try codec.decodeSighting(box.records[row % AdmissionInput.batch].bytes).time)
        }
      }
    },
    others: [
      Workload("credentials", share: 100) { events, seed in
        let issuer = try IssuerSecret.generate()
        let batches = try AdmissionInput(events, seed, proofs: MintedProofs(issuer)).batches
        return { count in absorb(count, of: batches, verifier: ArcProofVerifier(issuer)) }
      },
      Workload("credentials, sent again", share: 10) { events, seed in
        let issuer = try IssuerSecret.generate()
        // One car on one morning: the first is verified, the others are known.
        let batches = try AdmissionInput(events, seed, proofs: MintedProofs(issuer), cameras: 1, places: 1).batches
        let verifier = ArcProofVerifier(issuer)
        return { count in absorb(count, of: batches, verifier: verifier) }
      },
    ])

  private static func absorb(_ count: Int, of batches: [AdmissionInput.Batch], verifier: any ProofVerifier) {
    var machine = AdmissionMachine(
      codec: EventCodec(), verifier: verifier, topics: .init(admittedPartitions: 12),
      source: TopicPartition(topic: 0, partition: 0))
    var left = count
    for batch in batches where left > 0 {
      var output = StageOutput()
      machine.absorb(batch.records, rows: 0..<min(left, batch.records.count), into: &output)
      precondition(output.counts["admitted"] == min(left, batch.records.count), "every synthetic sighting is admitted")
      left -= batch.records.count
    }
  }
}

/// Sightings as they lie in the log.
struct AdmissionInput {
  /// As `RuntimeLimits.recordsPerBatch`.
  static let batch = 2_000

  /// A box, because batches of records cannot be copied.
  final class Batch {
    var records = RecordBatch()
  }

  let batches: [Batch]

  init(
    _ events: Int, _ seed: UInt64, proofs: any SightingProving, cameras: UInt64 = BenchSightings.cameras,
    places: Int? = nil
  ) throws {
    let input = BenchSightings(count: events, seed: seed)
    let codec = EventCodec()
    var generator = SplitMix64(seed: seed)
    var batches: [Batch] = []
    for (index, sighting) in input.sightings.enumerated() {
      var sighting = sighting
      if places != nil { sighting.position = input.sightings[0].position }
      let tile = Tile(containing: sighting.position)
      sighting.proof = try proofs.proof(
        of: "camera \(input.cameras[index] % cameras)", tile: tile, day: tile.tagDay(at: sighting.time))
      if index % Self.batch == 0 { batches.append(Batch()) }
      let key = RecordID.random(using: &generator).bytes
      let value = codec.encode(sighting)
      batches[batches.count - 1].records.append(
        partition: 0, offset: Int64(index), timestamp: sighting.time, key: key.span, value: value.span)
    }
    self.batches = batches
  }
}
