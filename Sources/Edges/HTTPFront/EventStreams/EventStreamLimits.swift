/// What a hub keeps, for its subscribers together and for each.
public struct EventStreamLimits: Hashable, Sendable {
  /// Events kept for clients that come back.
  public var replayEvents: Int = 4_096
  /// Bytes of those events.
  public var replayBytes: Int = 16 * 1_024 * 1_024
  /// Bytes that wait for one subscriber, beyond what it was given when it came; more, and it is dropped.
  public var pendingBytes: Int = 256 * 1_024

  public init() {}
}
