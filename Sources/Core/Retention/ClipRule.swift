/// How long the clip service waits, and how much it takes.
public struct ClipRule: Hashable, Sendable {
  /// What an account holds unless its plan says otherwise, bytes.
  public var tier: Int64 = 10 << 30
  /// Largest clip, bytes.
  public var maximumByteCount: Int64 = 4 << 30
  /// Between a deletion and its end, in which its owner may undo it.
  public var undo = Timestamp.Span.minutes(10)
  /// An upload that nobody goes on with, or a declaration whose bytes do not come.
  public var idle = Timestamp.Span.hours(7 * 24)
  /// Bytes whose declaration does not come.
  public var undeclared = Timestamp.Span.hours(24)
  /// Bytes that may be lost when a process dies: an acknowledged one never is.
  public var bytesBetweenCheckpoints: Int64 = 8 << 20

  public init() {}
}
