import Admission
import Core
import Credentials
import EventCodec
import Ports
import Runtime
import TestSupport
import Testing

/// Exposures beside sightings, with real credentials and proofs.
@Suite struct `Admission of exposures` {
  private static let hour = Exposure.hourBucket(of: Flow.start)
  private static let logTime = Flow.start + .hours(1)
  private let codec = EventCodec()
  private let mint = CameraMint(seed: 3)

  private func good(_ number: UInt64 = 1, at position: Coordinate = Places.street) throws -> Exposure {
    var exposure = Exposure(
      recordID: RecordID(high: 7, low: number), position: position, course: Course(degrees: 90)!,
      hourBucket: Self.hour, meanSpeed: .metersPerSecond(13), dwellSeconds: 2, braked: true, proof: nil)
    exposure.proof = try mint.exposureProof(camera: 1, day: exposure.tagDay)
    return exposure
  }

  private func run(_ values: [[UInt8]?], logTime: Timestamp = logTime) throws -> (Flow, RuntimeStatistics) {
    let flow = try Flow(admitted: 3)
    flow.readsExposures = true
    let secret = mint.secret
    flow.makeVerifier = { ArcProofVerifier(secret) }
    for value in values { flow.send(value, to: "network.exposures", logTime: logTime) }
    let admission = try flow.admission()
    try flow.turn(admission, through: "network.exposures")
    try flow.turn(admission, through: "network.sightings")
    admission.close()
    return (flow, admission.statistics)
  }

  @Test func `lets good ones through as rows of their tile, with what tells them apart`() throws {
    let exposures = [try good(1), try good(2)]
    let (flow, statistics) = try run(exposures.map { codec.encode($0) })
    #expect(statistics.counts == ["admitted_exposures": 2])
    let tile = Tile(containing: Places.street)
    let records = flow.log.contents(of: "network.admitted")[Int(Region(of: tile).partition(of: 3))]
    var expected = ExposureColumns()
    expected.placeScheme = .grid100m
    let verifier = ArcProofVerifier(mint.secret)
    for exposure in exposures {
      expected.append(
        exposure, segment: GridPlace(containing: exposure.position, course: exposure.course).key,
        contribution: try verifier.tagOfExposure(try #require(exposure.proof)))
    }
    #expect(Set(expected.contribution).count == 2)
    #expect(records.map(\.key) == [tile.keyBytes])
    #expect(records.map(\.value) == [codec.encode(AdmittedBatch(tile: tile, exposures: expected))])
  }

  @Test func `gives one that came twice the same contribution`() throws {
    let bytes = codec.encode(try good())
    let (flow, _) = try run([bytes, bytes])
    let columns = try flow.log.contents(of: "network.admitted").flatMap(\.self).map { try Flow.batch($0.value ?? []) }
    #expect(columns.flatMap(\.exposures.contribution).count == 2)
    #expect(Set(columns.flatMap(\.exposures.contribution)).count == 1)
  }

  @Test func `sets aside what is not one, under its own topic`() throws {
    func changed(_ change: (inout Exposure) -> Void) throws -> [UInt8] {
      var exposure = try good()
      change(&exposure)
      return codec.encode(exposure)
    }
    let cases: [([UInt8]?, RejectionReason)] = [
      (nil, .tombstone), ([0xFF, 0x01, 0x02], .malformed), ([UInt8](repeating: 0, count: 4_097), .tooLarge),
      (try changed { $0.meanSpeed = .metersPerSecond(91) }, .implausible),
      (try changed { $0.meanSpeed = .metersPerSecond(-1) }, .implausible),
      (try changed { $0.dwellSeconds = 3_601 }, .implausible),
      (try changed { $0.hourBucket += 2 }, .future), (try changed { $0.hourBucket -= 25 }, .late),
      (try changed { $0.proof = nil }, .proofMissing), (try changed { $0.proof?.day += 1 }, .proofDay),
      (try changed { $0.proof?.nonce ^= 1 }, .proofInvalid),
      (try changed { $0.proof?.nonce = Proof.exposureLimit }, .proofInvalid),
      (try changed { $0.proof?.presentation[40] ^= 1 }, .proofInvalid),
    ]
    let (flow, _) = try run(cases.map(\.0))
    let rejections = try flow.rejections()
    #expect(rejections.map(\.reason) == cases.map(\.1))
    #expect(rejections.allSatisfy { $0.topic == "network.exposures" })
    #expect(flow.log.contents(of: "network.admitted").allSatisfy { $0.isEmpty })
  }

  @Test func `takes no proof of a sighting for one of an exposure, nor the other way round`() throws {
    let sighting = try mint.proof(camera: 1, at: Places.street, time: Flow.start)
    var exposure = try good()
    exposure.proof = sighting
    let (flow, _) = try run([codec.encode(exposure)])
    #expect(try flow.rejections().map(\.reason) == [.proofInvalid])
    let verifier = ArcProofVerifier(mint.secret)
    let proof = try #require(try good().proof)
    #expect(throws: IdentityFault.self) {
      try verifier.cameraOfSighting(proof, tile: Tile(containing: Places.street))
    }
  }

  @Test func `changes nothing in what the network infers`() throws {
    let quiet = try Flow()
    let busy = try Flow()
    busy.readsExposures = true
    let crowd = Flow.crowd(0..<12, at: Places.street)
    for flow in [quiet, busy] {
      flow.send(crowd)
      if flow === busy {
        for number in 0..<20 as Range<UInt64> {
          var exposure = try good(number)
          exposure.proof?.presentation = (0..<8).map { UInt8($0 == 7 ? number : 0) }
          exposure.proof?.nonce = number
          flow.send(codec.encode(exposure), to: "network.exposures", logTime: Self.logTime)
        }
      }
      let admission = try flow.admission()
      try flow.turn(admission, through: "network.sightings")
      if flow === busy { try flow.turn(admission, through: "network.exposures") }
      admission.close()
      let inference = try flow.inference()
      try flow.turn(inference, through: "network.admitted")
      inference.close()
    }
    #expect(!quiet.log.contents(of: "network.hazards")[0].isEmpty)
    #expect(
      busy.log.contents(of: "network.hazards")[0].map(\.value)
        == quiet.log.contents(of: "network.hazards")[0].map(\.value)
    )
    #expect(busy.log.contents(of: "network.admitted")[0].count > quiet.log.contents(of: "network.admitted")[0].count)
  }
}
