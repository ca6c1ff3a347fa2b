internal import Core
internal import Ports

/// A parameter of a statement in PostgreSQL's binary format: its type and its bytes.
struct Parameter {
  /// Object id of the type in `pg_type`, the same in every installation.
  enum TypeID: UInt32 {
    case boolean = 16
    case bytea = 17
    case bigint = 20
    case text = 25
    case double = 701
    case timestamptz = 1184
    case booleans = 1000
    case byteas = 1001
    case texts = 1009
    case bigints = 1016
    case doubles = 1022
    case timestamptzs = 1185
  }

  var type: TypeID
  /// nil: null.
  var bytes: [UInt8]?

  static func bytea(_ value: [UInt8]?) -> Parameter { Parameter(type: .bytea, bytes: value) }
  static func id(_ value: RecordID) -> Parameter { Parameter(type: .bytea, bytes: value.bytes) }
  static func bigint(_ value: Int64) -> Parameter { Parameter(type: .bigint, bytes: bigEndian(value)) }
  static func text(_ value: String) -> Parameter { Parameter(type: .text, bytes: Array(value.utf8)) }
  static func time(_ value: Timestamp) -> Parameter {
    Parameter(type: .timestamptz, bytes: bigEndian(microseconds(value)))
  }

  static func texts(_ values: [String]) -> Parameter { column(.texts(values), rows: values.indices) }
  static func bigints(_ values: [Int64]) -> Parameter { column(.integers(values), rows: values.indices) }
  static func byteas(_ values: [[UInt8]]) -> Parameter { column(.bytes(values), rows: values.indices) }

  /// A column as an array, the rows in the order given.
  static func column(_ values: RowColumn.Values, rows: Range<Int>) -> Parameter {
    switch values {
    case .ids(let list):
      ArrayParameter.of(list[rows], .byteas, .bytea, size: 16) { value, bytes in
        ArrayParameter.append(value.high, to: &bytes)
        ArrayParameter.append(value.low, to: &bytes)
      }
    case .bytes(let list):
      ArrayParameter.of(list[rows], .byteas, .bytea, size: list[rows].reduce(0) { max($0, $1?.count ?? 0) }) {
        $1.append(contentsOf: $0)
      }
    case .integers(let list):
      ArrayParameter.of(list[rows], .bigints, .bigint, size: 8) {
        ArrayParameter.append(UInt64(bitPattern: $0), to: &$1)
      }
    case .reals(let list):
      ArrayParameter.of(list[rows], .doubles, .double, size: 8) { ArrayParameter.append($0.bitPattern, to: &$1) }
    case .texts(let list):
      ArrayParameter.of(list[rows], .texts, .text, size: 16) { $1.append(contentsOf: $0.utf8) }
    case .times(let list):
      ArrayParameter.of(list[rows], .timestamptzs, .timestamptz, size: 8) {
        ArrayParameter.append(UInt64(bitPattern: microseconds($0)), to: &$1)
      }
    case .booleans(let list): ArrayParameter.of(list[rows], .booleans, .boolean, size: 1) { $1.append($0 ? 1 : 0) }
    }
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
