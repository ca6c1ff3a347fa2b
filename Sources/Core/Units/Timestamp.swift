/// An instant: whole milliseconds since 1970-01-01T00:00:00Z, leap seconds not counted (as in POSIX time).
public struct Timestamp: Hashable, Comparable, Sendable, BitwiseCopyable {
  public var milliseconds: Int64

  public init(milliseconds: Int64) { self.milliseconds = milliseconds }

  /// Rounds to the nearest millisecond; values outside ±9·10¹⁵ s and NaN give nil.
  public init?(seconds: Double) {
    guard seconds.isFinite, abs(seconds) < 9e15 / 1000 else { return nil }
    milliseconds = Int64((seconds * 1000).rounded())
  }

  public static let distantPast = Timestamp(milliseconds: .min / 4)
  public static let distantFuture = Timestamp(milliseconds: .max / 4)

  public var seconds: Double { Double(milliseconds) / 1000 }

  public static func < (left: Timestamp, right: Timestamp) -> Bool { left.milliseconds < right.milliseconds }
  public static func + (time: Timestamp, span: Span) -> Timestamp {
    Timestamp(milliseconds: time.milliseconds + span.milliseconds)
  }
  public static func - (time: Timestamp, span: Span) -> Timestamp {
    Timestamp(milliseconds: time.milliseconds - span.milliseconds)
  }
  public static func - (later: Timestamp, earlier: Timestamp) -> Span {
    Span(milliseconds: later.milliseconds - earlier.milliseconds)
  }

  /// A length of time in whole milliseconds (64 bits: `Duration` of the standard library has 128, too wide for
  /// columns).
  public struct Span: Hashable, Comparable, Sendable, BitwiseCopyable {
    public var milliseconds: Int64

    public init(milliseconds: Int64) { self.milliseconds = milliseconds }

    public static func milliseconds(_ value: Int64) -> Span { Span(milliseconds: value) }
    public static func seconds(_ value: Int64) -> Span { Span(milliseconds: value * 1000) }
    public static func minutes(_ value: Int64) -> Span { seconds(value * 60) }
    public static func hours(_ value: Int64) -> Span { minutes(value * 60) }
    public static let zero = Span(milliseconds: 0)

    public var seconds: Double { Double(milliseconds) / 1000 }

    public static func < (left: Span, right: Span) -> Bool { left.milliseconds < right.milliseconds }
    public static func + (left: Span, right: Span) -> Span {
      Span(milliseconds: left.milliseconds + right.milliseconds)
    }
    public static func - (left: Span, right: Span) -> Span {
      Span(milliseconds: left.milliseconds - right.milliseconds)
    }
    public static prefix func - (span: Span) -> Span { Span(milliseconds: -span.milliseconds) }
  }
}
