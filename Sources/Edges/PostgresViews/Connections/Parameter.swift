internal import Core
internal import Ports

/// A parameter of a statement in PostgreSQL's binary format: its type and its bytes.
struct Parameter {
  /// Object id of the type in `pg_type`, the same in every installation.
  enum TypeID: UInt32 {
    case boolean = 16, bytea = 17, bigint = 20, text = 25, double = 701, timestamptz = 1184
    case booleans = 1000, byteas = 1001, texts = 1009, bigints = 1016, doubles = 1022, timestamptzs = 1185
  }

  var type: TypeID
  /// nil: null.
  var bytes: [UInt8]?

  static func bytea(_ value: [UInt8]?) -> Parameter { Parameter(type: .bytea, bytes: value) }
  static func id(_ value: RecordID) -> Parameter { Parameter(type: .bytea, bytes: value.bytes) }
  static func bigint(_ value: Int64) -> Parameter { Parameter(type: .bigint, bytes: bigEndian(value)) }
  static func text(_ value: String) -> Parameter { Parameter(type: .text, bytes: Array(value.utf8)) }
  static func time(_ value: Timestamp) -> Parameter { Parameter(type: .timestamptz, bytes: bigEndian(microseconds(value))) }

  static func texts(_ values: [String]) -> Parameter { array(.texts, .text, values.map { Array($0.utf8) }) }
  static func bigints(_ values: [Int64]) -> Parameter { array(.bigints, .bigint, values.map { bigEndian($0) }) }
  static func byteas(_ values: [[UInt8]]) -> Parameter { array(.byteas, .bytea, values) }

  /// A column as an array, the rows in the order given.
  static func column(_ values: RowColumn.Values, rows: Range<Int>) -> Parameter {
    switch values {
    case .ids(let list): array(.byteas, .bytea, list[rows].map { $0?.bytes })
    case .bytes(let list): array(.byteas, .bytea, Array(list[rows]))
    case .integers(let list): array(.bigints, .bigint, list[rows].map { $0.map { bigEndian($0) } })
    case .reals(let list):
      array(.doubles, .double, list[rows].map { $0.map { bigEndian(Int64(bitPattern: $0.bitPattern)) } })
    case .texts(let list): array(.texts, .text, list[rows].map { $0.map { Array($0.utf8) } })
    case .times(let list): array(.timestamptzs, .timestamptz, list[rows].map { $0.map { bigEndian(microseconds($0)) } })
    case .booleans(let list): array(.booleans, .boolean, list[rows].map { $0.map { [$0 ? 1 : 0] } })
    }
  }

  /// Dimensions, a null flag, the element's type, length and lower bound, then each element behind its length
  /// (`array_recv` in PostgreSQL's arrayfuncs.c).
  private static func array(_ type: TypeID, _ element: TypeID, _ values: [[UInt8]?]) -> Parameter {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(20 + values.reduce(0) { $0 + 4 + ($1?.count ?? 0) })
    append(values.isEmpty ? 0 : 1, to: &bytes)
    append(values.contains { $0 == nil } ? 1 : 0, to: &bytes)
    append(Int32(bitPattern: element.rawValue), to: &bytes)
    if !values.isEmpty {
      append(Int32(clamping: values.count), to: &bytes)
      append(1, to: &bytes)
    }
    for value in values {
      append(value.map { Int32(clamping: $0.count) } ?? -1, to: &bytes)
      if let value { bytes.append(contentsOf: value) }
    }
    return Parameter(type: type, bytes: bytes)
  }

  private static func append(_ value: Int32, to bytes: inout [UInt8]) {
    for shift in [24, 16, 8, 0] { bytes.append(UInt8(truncatingIfNeeded: value >> Int32(shift))) }
  }

  private static func bigEndian(_ value: Int64) -> [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: value >> (56 - 8 * Int64($0))) }
  }

  /// Milliseconds from 1970 to 2000, where PostgreSQL's time begins.
  static let epoch: Int64 = 946_684_800_000
  /// The years that a timestamptz can hold, 4713 BC to 294276 AD; beyond them it is minus infinity and infinity.
  private static let range: ClosedRange<Int64> = -210_866_803_200_000...9_224_318_015_999_000

  private static func microseconds(_ time: Timestamp) -> Int64 {
    if time.milliseconds < range.lowerBound { return .min }
    if time.milliseconds > range.upperBound { return .max }
    return (time.milliseconds - epoch) * 1_000
  }
}
