import Core
import Credentials
import EventCodec
import Ports
import Runtime
import TestSupport
import Testing

/// With real credentials and proofs.
@Suite struct `Admission` {
  private static let time = Flow.start
  private static let logTime = Flow.start + .seconds(1)
  private let codec = EventCodec()
  private let mint = CameraMint(seed: 3)

  /// A sighting that is admitted as it is.
  private func good(_ camera: Int = 1, at position: Coordinate = Places.street) throws -> HazardSighting {
    Brakings.sighting(
      camera, at: position, time: Self.time, proof: try mint.proof(camera: camera, at: position, time: Self.time))
  }

  private func flow(admitted: Int = 1) throws -> Flow {
    let flow = try Flow(admitted: admitted)
    let secret = mint.secret
    flow.makeVerifier = { ArcProofVerifier(secret) }
    return flow
  }

  /// Sends the value among good sightings: it alone is set aside, with its reason and coordinates and nothing else.
  private func expect(
    _ value: [UInt8]?, isRejectedFor reason: RejectionReason, logTime: Timestamp = logTime,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let flow = try flow()
    try flow.send([good(8)])
    flow.send(value, to: "network.sightings", logTime: logTime)
    try flow.send([good(9)])
    let admission = try flow.admission()
    try flow.turn(admission, through: "network.sightings")
    admission.close()
    #expect(
      admission.statistics.counts == ["admitted": 2, "rejected_\(reason.name)": 1], sourceLocation: sourceLocation)
    #expect(try flow.admittedIDs()[0] == [good(8).recordID, good(9).recordID], sourceLocation: sourceLocation)
    let expected = Rejection(
      reason: reason, topic: "network.sightings", partition: 0, offset: 1, valueBytes: UInt32(value?.count ?? 0),
      logTime: logTime)
    let records = flow.log.contents(of: "network.rejected")[0]
    // Byte for byte what the schema makes of these fields: there is no room for a position, a tag or the record.
    #expect(records.map(\.value) == [codec.encode(expected)], sourceLocation: sourceLocation)
    #expect(records.map(\.key) == [Array(reason.name.utf8)], sourceLocation: sourceLocation)
    #expect(try flow.rejections() == [expected], sourceLocation: sourceLocation)
  }

  private func expect(
    _ sighting: HazardSighting, isRejectedFor reason: RejectionReason, logTime: Timestamp = logTime,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    try expect(codec.encode(sighting), isRejectedFor: reason, logTime: logTime, sourceLocation: sourceLocation)
  }

  private func changed(_ change: (inout HazardSighting) -> Void) throws -> HazardSighting {
    var sighting = try good()
    change(&sighting)
    return sighting
  }

  @Test func `lets a good sighting through as a row of its tile, whole`() throws {
    let flow = try flow(admitted: 5)
    let sighting = try good()
    flow.send([sighting])
    try flow.run()
    let tile = Tile(containing: sighting.position)
    let partition = Int(Region(of: tile).partition(of: 5))
    let records = flow.log.contents(of: "network.admitted")
    #expect(records.map(\.count) == (0..<5).map { $0 == partition ? 1 : 0 })
    let record = try #require(records[partition].first)
    #expect(record.key == tile.keyBytes)
    #expect(record.timestamp == Self.logTime)
    var columns = SightingColumns()
    columns.placeScheme = .grid100m
    columns.append(
      sighting, segment: GridPlace(containing: sighting.position, course: try #require(sighting.course)).key,
      camera: try ArcProofVerifier(mint.secret).cameraOfSighting(try #require(sighting.proof), tile: tile),
      day: tile.tagDay(at: sighting.time))
    // Bytes, because a column's NaN is not equal to itself.
    #expect(record.value == codec.encode(AdmittedBatch(tile: tile, sightings: columns)))
    #expect(try flow.rejections().isEmpty)
  }

  @Test func `sets tombstones, foreign bytes and giants aside`() throws {
    try expect(nil, isRejectedFor: .tombstone)
    try expect([0xFF, 0x01, 0x02], isRejectedFor: .malformed)
    try expect(Array(codec.encode(good()).dropLast(3)), isRejectedFor: .malformed)
    try expect([UInt8](repeating: 0, count: 4_097), isRejectedFor: .tooLarge)
    try expect(codec.encode(good()) + [UInt8](repeating: 0x41, count: 4_097), isRejectedFor: .tooLarge)
  }

  @Test func `sets fields outside their range aside`() throws {
    try expect([], isRejectedFor: .invalid)
    try expect(changed { $0.position = Coordinate(latitudeE7: 900_000_001, longitudeE7: 0) }, isRejectedFor: .invalid)
    try expect(changed { $0.course = nil }, isRejectedFor: .invalid)
    try expect(changed { $0.kind = .unspecified }, isRejectedFor: .unknownKind)
    try expect(changed { $0.kind = SightingKind(rawValue: 77) }, isRejectedFor: .unknownKind)
  }

  @Test func `sets what no vehicle does aside`() throws {
    try expect(changed { $0.speedBefore = .metersPerSecond(91) }, isRejectedFor: .implausible)
    try expect(changed { $0.speedAfter = $0.speedBefore }, isRejectedFor: .implausible)
    try expect(changed { $0.peaks = nil }, isRejectedFor: .implausible)
    try expect(changed { $0.peaks?.deceleration = .g(1.7) }, isRejectedFor: .implausible)
    try expect(changed { $0.peaks?.vertical = .g(-17) }, isRejectedFor: .implausible)
    try expect(changed { $0.horizontalAccuracy = .meters(31) }, isRejectedFor: .implausible)
    try expect(changed { $0.duration = .seconds(121) }, isRejectedFor: .implausible)
  }

  @Test func `takes the log's time for the time, to the millisecond`() throws {
    let late = Self.time + .seconds(30)
    let early = Self.time - .seconds(5)
    try expect(try good(), isRejectedFor: .late, logTime: late + .milliseconds(1))
    try expect(try good(), isRejectedFor: .future, logTime: early - .milliseconds(1))
    for logTime in [late, early] {
      let flow = try flow()
      try flow.send(codec.encode(good()), to: "network.sightings", logTime: logTime)
      try flow.run()
      #expect(try flow.admittedIDs()[0].count == 1)
    }
  }

  @Test func `wants a proof, of the day`() throws {
    try expect(changed { $0.proof = nil }, isRejectedFor: .proofMissing)
    try expect(changed { $0.proof?.day += 1 }, isRejectedFor: .proofDay)
    try expect(changed { $0.proof?.day = 0 }, isRejectedFor: .proofDay)
    let yesterday = Self.time - .hours(24)
    try expect(
      changed { $0.proof = try? mint.proof(camera: 1, at: $0.position, time: yesterday) }, isRejectedFor: .proofDay)
  }

  @Test func `sees a flipped bit anywhere in a presentation`() throws {
    let flow = try flow()
    let good = try good()
    let bytes = try #require(good.proof?.presentation)
    var generator = SeededGenerator(seed: 5)
    // One bit in each number and point, and some more.
    let places = Array(stride(from: 0, to: bytes.count, by: 11))
    for place in places {
      var forged = good
      forged.proof?.presentation[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
      flow.send([forged])
    }
    try flow.run()
    #expect(try flow.rejections().map(\.reason) == places.map { _ in .proofInvalid })
    #expect(flow.log.contents(of: "network.admitted")[0].isEmpty)
  }

  @Test func `refuses a proof of another tile, another issuer, another nonce or suite`() throws {
    let elsewhere = Places.street.moved(east: 3_000, north: 0)
    let foreign = CameraMint(seed: 4)
    let proofs = [
      try mint.proof(camera: 1, at: elsewhere, time: Self.time),
      try foreign.proof(camera: 1, at: Places.street, time: Self.time),
    ]
    for proof in proofs { try expect(changed { $0.proof = proof }, isRejectedFor: .proofInvalid) }
    try expect(changed { $0.proof?.nonce = 1 }, isRejectedFor: .proofInvalid)
    try expect(changed { $0.proof?.suite = ProofSuite(rawValue: 2) }, isRejectedFor: .proofInvalid)
    try expect(changed { $0.proof?.presentation = [] }, isRejectedFor: .proofInvalid)
    try expect(changed { $0.proof?.presentation.append(0) }, isRejectedFor: .proofInvalid)
  }

  @Test func `counts the same camera in a tile as one, and in another tile as another`() throws {
    let flow = try flow()
    let near = Places.street.moved(east: 5, north: 0)
    let far = Places.street.moved(east: 3_000, north: 0)
    try flow.send([good(1), good(1, at: near), good(1, at: far), good(2)])
    try flow.run()
    let columns = try flow.log.contents(of: "network.admitted")[0].map { try Flow.batch($0.value ?? []).sightings }
    let cameras = columns.flatMap(\.camera)
    #expect(cameras.count == 4)
    #expect(Set(cameras).count == 3)
  }
}
