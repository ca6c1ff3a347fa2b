public import Core
internal import Glibc

/// Waiting for something another process or thread does: the condition is asked again and again, never for longer than
/// the deadline, which is long enough for a machine whose cores are shared: it is for what never comes.
public enum Patience {
  public struct Exhausted: Error, CustomStringConvertible {
    public var description: String

    public init(description: String) { self.description = description }
  }

  /// Blocks the calling thread, which must be one of the test's own (`onOwnThread`).
  /// - Parameter pause: between two questions; longer where asking is work.
  public static func wait(
    for subject: String, within span: Timestamp.Span = .seconds(300), every pause: Timestamp.Span = .milliseconds(5),
    until condition: () throws -> Bool
  ) throws {
    let deadline = milliseconds() + span.milliseconds
    while try !condition() {
      if milliseconds() > deadline { throw Exhausted(description: "\(subject): not within \(span.seconds) s") }
      _ = poll(nil, 0, Int32(pause.milliseconds))
    }
  }

  private static func milliseconds() -> Int64 {
    var time = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
  }
}
