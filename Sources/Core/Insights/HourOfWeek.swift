/// An hour of the week in UTC: 0 is Monday from 00:00 to 01:00, 167 the last of Sunday.
public struct HourOfWeek: RawRepresentable, Hashable, Sendable, BitwiseCopyable {
  public static let count = 168

  public let rawValue: Int

  /// Nil outside 0…167.
  public init?(rawValue: Int) {
    guard (0..<Self.count).contains(rawValue) else { return nil }
    self.rawValue = rawValue
  }

  /// - Parameter hourBucket: whole hours since 1970-01-01T00:00Z, which was a Thursday.
  public init(hourBucket: Int32) {
    let hour = (Int(hourBucket) + 3 * 24) % Self.count
    rawValue = hour >= 0 ? hour : hour + Self.count
  }
}
