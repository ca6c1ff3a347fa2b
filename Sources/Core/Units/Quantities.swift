/// A length in metres.
public struct Distance: Hashable, Comparable, Sendable, BitwiseCopyable {
  public var meters: Double
  public init(meters: Double) { self.meters = meters }
  public static func meters(_ value: Double) -> Distance { Distance(meters: value) }
  public static let zero = Distance(meters: 0)
  public static func < (left: Distance, right: Distance) -> Bool { left.meters < right.meters }
}

/// A speed in metres per second.
public struct Speed: Hashable, Comparable, Sendable, BitwiseCopyable {
  public var metersPerSecond: Float
  public init(metersPerSecond: Float) { self.metersPerSecond = metersPerSecond }
  public static func metersPerSecond(_ value: Float) -> Speed { Speed(metersPerSecond: value) }
  /// One international mile is 1,609.344 m.
  public static func milesPerHour(_ value: Float) -> Speed { Speed(metersPerSecond: value * 0.44704) }
  public static func < (left: Speed, right: Speed) -> Bool { left.metersPerSecond < right.metersPerSecond }
}

/// An acceleration in standard gravities (1 g = 9.80665 m/s², CGPM 1901).
public struct Acceleration: Hashable, Comparable, Sendable, BitwiseCopyable {
  public static let metersPerSecondSquaredPerG: Float = 9.80665
  public var g: Float
  public init(g: Float) { self.g = g }
  public static func g(_ value: Float) -> Acceleration { Acceleration(g: value) }
  public static func metersPerSecondSquared(_ value: Float) -> Acceleration {
    Acceleration(g: value / metersPerSecondSquaredPerG)
  }
  public static func < (left: Acceleration, right: Acceleration) -> Bool { left.g < right.g }
}
