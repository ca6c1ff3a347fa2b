internal import Core
internal import Ports

/// The ranges that the schema gives to its fields. Each check returns the value or throws `.invalid` with the field's
/// name in the schema, nested names joined by dots. No error carries the value: it may be a position.
///
/// The schema leaves times open. Here they are bounded so that no sum or difference of a few of them leaves 64 bits:
/// nine times ten to the fifteenth milliseconds are 285,000 years, and a `Double` still counts them one by one.
enum FieldRange {
  /// Milliseconds since 1970-01-01T00:00:00Z.
  static let time: ClosedRange<Int64> = -9_000_000_000_000_000...9_000_000_000_000_000
  /// Days since 1970-01-01: the days of `time`, rounded down.
  static let day: ClosedRange<Int32> = -100_000_000...100_000_000
  /// Hours since 1970-01-01T00:00Z: a year can be added to any of them within 32 bits.
  static let hourBucket: ClosedRange<Int32> = -2_000_000_000...2_000_000_000
  static let latitudeE7: ClosedRange<Int32> = -900_000_000...900_000_000
  static let longitudeE7: ClosedRange<Int32> = -1_800_000_000...1_800_000_000
  static let courseCentidegrees: Range<UInt32> = 0..<36_000
  static let probability: ClosedRange<Float> = 0...1

  static func time(_ milliseconds: Int64, _ field: String) throws(DecodingFault) -> Timestamp {
    guard time.contains(milliseconds) else { throw .invalid(field: field) }
    return Timestamp(milliseconds: milliseconds)
  }

  static func day(_ value: Int32, _ field: String) throws(DecodingFault) -> Int32 {
    guard day.contains(value) else { throw .invalid(field: field) }
    return value
  }

  static func hourBucket(_ value: Int32) throws(DecodingFault) -> Int32 {
    guard hourBucket.contains(value) else { throw .invalid(field: "hour_bucket") }
    return value
  }

  static func position(
    _ latitudeE7: Int32, _ longitudeE7: Int32, in message: String = ""
  ) throws(DecodingFault) -> Coordinate {
    guard Self.latitudeE7.contains(latitudeE7) else { throw .invalid(field: message + "latitude_e7") }
    guard Self.longitudeE7.contains(longitudeE7) else { throw .invalid(field: message + "longitude_e7") }
    return Coordinate(latitudeE7: latitudeE7, longitudeE7: longitudeE7)
  }

  static func course(
    _ centidegrees: UInt32, _ field: String = "course_centidegrees"
  ) throws(DecodingFault) -> Course {
    guard let course = Course(centidegrees: Int(centidegrees)) else { throw .invalid(field: field) }
    return course
  }

  static func tile(_ key: UInt64) throws(DecodingFault) -> Tile {
    guard let tile = Tile(key: key) else { throw .invalid(field: "tile") }
    return tile
  }

  static func finite(_ value: Float, _ field: String) throws(DecodingFault) -> Float {
    guard value.isFinite else { throw .invalid(field: field) }
    return value
  }

  /// Finite and not below zero: magnitudes whose sign the schema fixes.
  static func magnitude(_ value: Float, _ field: String) throws(DecodingFault) -> Float {
    guard value.isFinite, value >= 0 else { throw .invalid(field: field) }
    return value
  }

  static func probability(_ value: Float, _ field: String) throws(DecodingFault) -> Float {
    guard probability.contains(value) else { throw .invalid(field: field) }
    return value
  }

  static func bytes(_ value: [UInt8], count: Int, _ field: String) throws(DecodingFault) -> [UInt8] {
    guard value.count == count else { throw .invalid(field: field) }
    return value
  }
}
