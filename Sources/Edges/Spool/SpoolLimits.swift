/// What a spool keeps at most.
public struct SpoolLimits: Hashable, Sendable {
  /// Entries that wait.
  public var maximumEntries: Int = 200_000
  /// Bytes of their topics, keys, values and ids.
  public var maximumBytes: Int64 = 256 * 1_024 * 1_024
  /// Bytes of the database file, beyond which the disk counts as full.
  public var maximumFileBytes: Int64 = 1_024 * 1_024 * 1_024
  /// Ids of acknowledged entries that are remembered, newest first. It must span what can be read again after a crash.
  public var rememberedAcknowledgements: Int64 = 100_000
  /// What to do when an append would exceed `maximumEntries` or `maximumBytes`.
  public var whenFull: WhenFull = .refuse

  public init() {}

  public enum WhenFull: Hashable, Sendable {
    /// `append` throws `.overLimit` and changes nothing.
    case refuse
    /// The oldest entries are given up.
    case evictOldest
  }
}
