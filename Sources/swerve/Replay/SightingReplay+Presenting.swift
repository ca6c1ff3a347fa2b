import Core
import Credentials
import EventCodec
import Ports
import Recordings

extension SightingReplay {
  /// Sends are followed by a look at their reports this often.
  private static let sendsPerPoll = 500

  /// The cameras' side: gives each row its proof and sends it, no further ahead of admission than the log can hold.
  func present() throws {
    let proofs: any SightingProving = issuer.map { MintedProofs($0) } ?? TrustedProofs()
    let codec = EventCodec()
    let producer = try log.producer(idempotent: false)
    defer { producer.close() }
    var generator = SystemRandomNumberGenerator()
    var decided = 0
    for (index, row) in table.rows.enumerated() {
      if index - decided >= ReplayFlow.maximumAhead {
        guard let progress = flow.wait(until: { index - $0.decided < ReplayFlow.maximumAhead }) else { return }
        decided = progress.decided
      }
      let sighting = try sighting(row, number: index, proofs: proofs)
      try producer.send(
        OutgoingRecord(
          topic: Topology.Topic.sightings, partition: 0, key: RecordID.random(using: &generator).bytes,
          value: codec.encode(sighting), timestamp: row.time), token: UInt64(index))
      if index % Self.sendsPerPoll == 0 { try Self.check(producer.poll(wait: .zero)) }
    }
    try producer.flush(deadline: .seconds(30))
    try Self.check(producer.poll(wait: .zero))
  }

  private func sighting(_ row: SightingTable.Row, number: Int, proofs: any SightingProving) throws -> HazardSighting {
    let tile = Tile(containing: row.position)
    return HazardSighting(
      recordID: RecordID(high: 0, low: UInt64(number)), position: row.position, course: row.course, time: row.time,
      kind: row.kind, peaks: row.peaks,
      proof: try proofs.proof(of: table.cameras[Int(row.camera)], tile: tile, day: tile.tagDay(at: row.time)))
  }

  private static func check(_ reports: [DeliveryReport]) throws {
    for report in reports { if let error = report.error { throw error } }
  }
}
