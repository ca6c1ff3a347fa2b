import Core
import EventCodec
import Ports
import Testing

/// What the specification asks of every reader of protobuf, over and above canonical bytes.
@Suite struct `A reader of protobuf` {
  private let codec = EventCodec()
  private let id: [UInt8] = [0x0A, 16] + Array("0123456789abcdef".utf8)

  @Test(
    arguments: [
      [0xA0, 0x06, 0xFF, 0xFF, 0x03], [0xA1, 0x06, 1, 2, 3, 4, 5, 6, 7, 8], [0xA2, 0x06, 3, 1, 2, 3], [0xA2, 0x06, 0],
      [0xA5, 0x06, 1, 2, 3, 4],
    ] as [[UInt8]])
  func `skips fields of a newer schema`(unknown: [UInt8]) throws {
    let full = try GoldenVector.named("HazardSighting-full")
    #expect(try codec.sighting(unknown + full) == codec.sighting(full))
    #expect(try codec.sighting(full + unknown) == codec.sighting(full))
  }

  @Test func `takes the last of several values`() throws {
    let bytes = [0x0A, 1, 0x00] + id + [0x20, 5, 0x20, 0x90, 0x4E, 0x30, 1, 0x30, 2]
    let sighting = try codec.sighting(bytes)
    #expect(sighting.course?.centidegrees == 10_000 && sighting.kind == .swerving)
    #expect(try agreesWithProtoc(bytes, .hazardSighting))
  }

  @Test func `merges a nested message that comes in pieces`() throws {
    // Proof: suite 1 and nonce 5; then nonce 7 and day -1; then an explicit suite 0.
    let bytes = id + [0x72, 4, 0x08, 1, 0x18, 5] + [0x72, 4, 0x18, 7, 0x20, 1] + [0x72, 2, 0x08, 0]
    let proof = try codec.sighting(bytes).proof
    #expect(proof == Proof(suite: .unspecified, presentation: [], nonce: 7, day: -1))
    #expect(try agreesWithProtoc(bytes, .hazardSighting))
  }

  @Test func `keeps the last case of a oneof, and merges it if it comes again`() throws {
    let drive: [UInt8] = [0x0A, 16] + Array("drive-0123456789".utf8)
    let started: [UInt8] = [0x1A, 5, 0x0D, 1, 0, 0, 0]
    let startedFarther: [UInt8] = [0x1A, 5, 0x15, 2, 0, 0, 0]
    let ended: [UInt8] = [0x32, 2, 0x28, 1]
    let merged = drive + ended + started + startedFarther
    #expect(
      try codec.drive(merged).content == .started(at: Coordinate(latitudeE7: 1, longitudeE7: 2)))
    #expect(try agreesWithProtoc(merged, .driveEvent))
    // What lay between drops what was read before.
    let replaced = drive + started + ended + startedFarther
    #expect(
      try codec.drive(replaced).content == .started(at: Coordinate(latitudeE7: 0, longitudeE7: 2)))
    #expect(try agreesWithProtoc(replaced, .driveEvent))
  }

  @Test func `merges the cases of clips and accounts alike`() throws {
    let clip: [UInt8] = [0x0A, 16] + Array("clip-abcdefghijk".utf8)
    let evicted: [UInt8] = [0x3A, 2, 0x08, 2] + [0x3A, 9, 0x11, 9, 0, 0, 0, 0, 0, 0, 0]
    let clipBytes = clip + [0x2A, 0] + evicted
    #expect(try codec.clip(clipBytes).content == .evicted(reason: 2, byteCount: 9))
    #expect(try agreesWithProtoc(clipBytes, .clipEvent))
    #expect(try codec.clip(clipBytes + [0x2A, 0]).content == .starred)

    let account: [UInt8] = [0x0A, 16] + Array("account-01234567".utf8)
    let plan: [UInt8] = [0x32, 3, 0x0A, 1, 0x61] + [0x32, 9, 0x11, 9, 0, 0, 0, 0, 0, 0, 0]
    let accountBytes = account + plan
    #expect(try codec.account(accountBytes).content == .planChanged(plan: "a", tierBytes: 9))
    #expect(try agreesWithProtoc(accountBytes, .accountEvent))
  }

  @Test func `joins packed columns that come in pieces`() throws {
    let bytes = try splitBatch()
    #expect(try codec.batch(bytes).sightings.count == 12)
    #expect(try codec.encode(codec.batch(bytes)) == GoldenVector.named("AdmittedBatch-long"))
  }

  @Test func `takes columns an entry a field`() throws {
    // A baseline of two rows; every column unpacked, one of them mixed with a packed piece.
    var bytes: [UInt8] = [0x09, 0, 0, 0, 0, 0, 0, 0, 0]
    for row in 1...2 as ClosedRange<UInt8> {
      bytes += [0x11, row, 0, 0, 0, 0, 0, 0, 0] + [0x25, 0, 0, 0, 0x40]
      bytes += [0x2D, 0, 0, 0, 0x3F] + [0x35, 0, 0, 0x80, 0x3E]
      bytes += row == 1 ? [0x18, 100] : [0x1A, 1, 101]
      bytes += [0x38, 0x80, 0x01]
    }
    var expected = BaselineTile(tile: try #require(Tile(x: 0, y: 0)))
    expected.segment = [1, 2]
    expected.hourOfWeek = [100, 101]
    expected.expectedSpeed = [2, 2]
    expected.expectedDwell = [0.5, 0.5]
    expected.brakingRate = [0.25, 0.25]
    expected.contributions = [128, 128]
    #expect(try codec.baseline(bytes) == expected)
    #expect(try agreesWithProtoc(bytes, .baselineTile))
  }

  @Test func `reads varints that are longer than they need be, alone and in columns`() throws {
    let alone = id + [0x20, 0x85] + [UInt8](repeating: 0x80, count: 8) + [0x00]
    #expect(try codec.sighting(alone).course?.centidegrees == 5)
    #expect(try agreesWithProtoc(alone, .hazardSighting))

    // Hours of the week 1 ... 5 in one, ten, eight, two and nine bytes, and contributions of 10 each.
    let hours: [UInt8] =
      [1] + [0x82] + [UInt8](repeating: 0x80, count: 8) + [0] + [0x83] + [UInt8](repeating: 0x80, count: 6) + [0]
      + [0x84, 0] + [0x85] + [UInt8](repeating: 0x80, count: 7) + [0]
    let floats = [UInt8](repeating: 0, count: 20)
    var bytes: [UInt8] = [0x12, 40] + [UInt8](repeating: 7, count: 40) + [0x1A, UInt8(hours.count)] + hours
    bytes += [0x22, 20] + floats + [0x2A, 20] + floats + [0x32, 20] + floats + [0x3A, 5, 10, 10, 10, 10, 10]
    #expect(try codec.baseline(bytes).hourOfWeek == [1, 2, 3, 4, 5])
    #expect(try agreesWithProtoc(bytes, .baselineTile))
  }

  @Test func `leaves out what is absent`() throws {
    let sighting = try codec.sighting(id)
    let expected = HazardSighting(
      recordID: sighting.recordID, position: Coordinate(latitudeE7: 0, longitudeE7: 0), course: nil,
      time: Timestamp(milliseconds: 0), kind: .unspecified)
    #expect(sighting == expected && sighting.proof == nil && sighting.peaks == nil && sighting.anticipation == nil)
    #expect(try codec.exposure(id).proof == nil)
    #expect(try codec.scene(id).proof == nil)
  }

  /// The long batch with its sightings in three pieces, the first two cut inside every column.
  private func splitBatch() throws -> [UInt8] {
    let whole = try codec.batch(GoldenVector.named("AdmittedBatch-long"))
    var bytes: [UInt8] = []
    for rows in [0..<5, 5..<6, 6..<12] {
      var piece = AdmittedBatch(tile: whole.tile)
      piece.sightings = whole.sightings.rows(rows)
      // `record_ids` is one field of bytes, of which the last counts: it stays whole.
      piece.sightings.recordIDs = whole.sightings.recordIDs
      bytes += codec.encode(piece)
    }
    return bytes
  }

  private func agreesWithProtoc(_ bytes: [UInt8], _ message: MessageKind) throws -> Bool {
    guard Tool.protoc.isInstalled else { return true }
    return try Tool.canonical(bytes, message) == message.canonical(bytes)
  }
}

extension SightingColumns {
  fileprivate func rows(_ rows: Range<Int>) -> SightingColumns {
    var part = SightingColumns()
    part.eventTime = Array(eventTime[rows])
    part.latitudeE7 = Array(latitudeE7[rows])
    part.longitudeE7 = Array(longitudeE7[rows])
    part.course = Array(course[rows])
    part.segment = Array(segment[rows])
    part.camera = Array(camera[rows])
    part.day = Array(day[rows])
    part.kind = Array(kind[rows])
    part.deceleration = Array(deceleration[rows])
    part.lateral = Array(lateral[rows])
    part.vertical = Array(vertical[rows])
    part.speedBefore = Array(speedBefore[rows])
    part.speedAfter = Array(speedAfter[rows])
    part.probability = Array(probability[rows])
    part.horizontalAccuracy = Array(horizontalAccuracy[rows])
    part.quality = Array(quality[rows])
    part.placeScheme = placeScheme
    return part
  }
}
