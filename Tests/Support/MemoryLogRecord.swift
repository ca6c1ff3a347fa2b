public import Core

/// A record as the memory log keeps it.
public struct MemoryLogRecord: Hashable, Sendable {
  public var key: [UInt8]
  /// nil is a tombstone.
  public var value: [UInt8]?
  public var timestamp: Timestamp
}
