internal import Core
internal import Ports

extension BaselineTile: WireMessage {
  init(reading bytes: Span<UInt8>) throws(DecodingFault) { self = try BaselineDraft.value(of: bytes) }

  func write(to writer: inout WireWriter) {
    writer.fixed64(1, tile.key)
    writer.fixedColumn(2, segment)
    writer.uint32Column(3, hourOfWeek)
    writer.fixedColumn(4, expectedSpeed)
    writer.fixedColumn(5, expectedDwell)
    writer.fixedColumn(6, brakingRate)
    writer.uint32Column(7, contributions)
    writer.enumeration(8, placeScheme.rawValue)
  }
}

/// `swerve.network.v1.BaselineTile`
private struct BaselineDraft: MessageDraft {
  private static let hoursPerWeek: UInt32 = 168
  /// A row that fewer stand behind is never published: it could speak of one driver.
  private static let fewestContributions: UInt32 = 10

  private var tile: UInt64 = 0
  private var segment: [UInt64] = []
  private var hourOfWeek: [UInt32] = []
  private var expectedSpeed: [Float] = []
  private var expectedDwell: [Float] = []
  private var brakingRate: [Float] = []
  private var contributions: [UInt32] = []
  private var placeScheme: UInt32 = 0

  mutating func merge(_ bytes: Span<UInt8>) throws(DecodingFault) {
    var reader = WireReader(bytes)
    while let field = try reader.nextField() {
      switch field.number {
      case 1: tile = try reader.fixed64(field)
      case 2: try reader.fixedColumn(field, into: &segment)
      case 3: try reader.uint32Column(field, into: &hourOfWeek)
      case 4: try reader.fixedColumn(field, into: &expectedSpeed)
      case 5: try reader.fixedColumn(field, into: &expectedDwell)
      case 6: try reader.fixedColumn(field, into: &brakingRate)
      case 7: try reader.uint32Column(field, into: &contributions)
      case 8: placeScheme = try reader.uint32(field)
      default: try reader.skip(field)
      }
    }
  }

  /// The column of segments says how many rows there are.
  func value() throws(DecodingFault) -> BaselineTile {
    let rows = segment.count
    try ColumnRange.count(hourOfWeek.count, is: rows, "hour_of_week")
    try ColumnRange.count(expectedSpeed.count, is: rows, "expected_speed_mps")
    try ColumnRange.count(expectedDwell.count, is: rows, "expected_dwell_s")
    try ColumnRange.count(brakingRate.count, is: rows, "braking_rate")
    try ColumnRange.count(contributions.count, is: rows, "contributions")
    try ColumnRange.below(Self.hoursPerWeek, hourOfWeek, "hour_of_week")
    try ColumnRange.finite(expectedSpeed, "expected_speed_mps")
    try ColumnRange.finite(expectedDwell, "expected_dwell_s")
    try ColumnRange.finite(brakingRate, "braking_rate")
    try ColumnRange.atLeast(Self.fewestContributions, contributions, "contributions")
    var value = BaselineTile(tile: try FieldRange.tile(tile))
    value.segment = segment
    value.hourOfWeek = hourOfWeek
    value.expectedSpeed = expectedSpeed
    value.expectedDwell = expectedDwell
    value.brakingRate = brakingRate
    value.contributions = contributions
    value.placeScheme = PlaceScheme(rawValue: placeScheme)
    return value
  }
}
