public import Core

/// One value of an answer.
public enum Cell: Hashable, Sendable {
  case null
  case bytes([UInt8])
  case integer(Int64)
  case real(Double)
  case text(String)
  case time(Timestamp)
  case boolean(Bool)

  public var bytes: [UInt8]? { if case .bytes(let value) = self { value } else { nil } }
  public var id: RecordID? { bytes.flatMap { RecordID(bytes: $0) } }
  public var integer: Int64? { if case .integer(let value) = self { value } else { nil } }
  public var real: Double? { if case .real(let value) = self { value } else { nil } }
  public var text: String? { if case .text(let value) = self { value } else { nil } }
  public var time: Timestamp? { if case .time(let value) = self { value } else { nil } }
  public var boolean: Bool? { if case .boolean(let value) = self { value } else { nil } }

  /// - Parameter type: object id of the column's type; types that are not used here come as their bytes.
  init(_ raw: [UInt8], type: UInt32) {
    let number = raw.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    switch (type, raw.count) {
    case (16, 1): self = .boolean(raw[0] != 0)
    case (21, 2): self = .integer(Int64(Int16(truncatingIfNeeded: number)))
    case (23, 4): self = .integer(Int64(Int32(truncatingIfNeeded: number)))
    case (20, 8): self = .integer(Int64(bitPattern: number))
    case (700, 4): self = .real(Double(Float(bitPattern: UInt32(truncatingIfNeeded: number))))
    case (701, 8): self = .real(Double(bitPattern: number))
    case (25, _), (1043, _), (19, _): self = .text(String(decoding: raw, as: UTF8.self))
    case (1184, 8) where number == 1 << 63: self = .time(.distantPast)
    case (1184, 8) where number == .max >> 1: self = .time(.distantFuture)
    case (1184, 8):
      let microseconds = Int64(bitPattern: number)
      // Rounded down, so that a time before 2000 does not come out a millisecond later.
      let milliseconds = microseconds >= 0 ? microseconds / 1_000 : (microseconds - 999) / 1_000
      self = .time(Timestamp(milliseconds: milliseconds + Parameter.epoch))
    default: self = .bytes(raw)
    }
  }
}
