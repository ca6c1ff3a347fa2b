import Core
import EventCodec
import Ports
import Testing

@Suite struct `The limit of a message` {
  @Test(arguments: MessageKind.allCases)
  func `is taken, and one byte more is refused unread`(message: MessageKind) throws {
    let smallest = GoldenVector.published.filter { $0.message == message }
      .min { $0.bytes.count < $1.bytes.count }
    let bytes = try #require(smallest).bytes
    #expect(try message.canonical(padded(bytes, to: message.limit)) == bytes)
    #expect(throws: DecodingFault.tooLarge(bytes: message.limit + 1, limit: message.limit)) {
      try message.canonical(padded(bytes, to: message.limit + 1))
    }
  }

  @Test func `of an admitted batch leaves room for 11,000 rows of the longest kind`() throws {
    let sighting = HazardSighting(
      recordID: RecordID(high: 1, low: 2), position: Coordinate(latitudeE7: 1, longitudeE7: 2), course: nil,
      time: Timestamp(milliseconds: 3), kind: SightingKind(rawValue: .max), quality: SensorQuality(rawValue: .max))
    var batch = AdmittedBatch(tile: Tile(containing: sighting.position))
    for row in 0..<11_000 as Range<UInt64> {
      batch.sightings.append(sighting, segment: row, camera: row, day: -100_000_000)
    }
    let bytes = EventCodec().encode(batch)
    #expect(bytes.count > 93 * 11_000 && bytes.count <= MessageLimit.admittedBatch)
    #expect(try EventCodec().batch(bytes).sightings.count == 11_000)
  }

  /// With a field that no schema has: number 1,000, its length in five bytes.
  private func padded(_ bytes: [UInt8], to count: Int) -> [UInt8] {
    let rest = count - bytes.count - 7
    let length = (0..<5).map { UInt8(truncatingIfNeeded: rest >> (7 * $0)) & 0x7F | ($0 < 4 ? 0x80 : 0) }
    return bytes + [0xC2, 0x3E] + length + [UInt8](repeating: 0x55, count: rest)
  }
}
