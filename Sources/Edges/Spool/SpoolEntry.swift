public import Core

/// Which of the two planes a record belongs to. They never meet: not in a connection, not in a batch.
public enum SpoolPlane: Int64, Hashable, Sendable, CaseIterable {
  case network = 0
  case personal = 1
}

/// A record on its way to the log.
public struct SpoolEntry: Hashable, Sendable {
  public var plane: SpoolPlane
  public var topic: String
  public var key: [UInt8]
  public var value: [UInt8]
  public var timestamp: Timestamp
  /// The same for the same record, however often its input is read: an entry whose id is pending, or was acknowledged
  /// and is still remembered, is passed over. nil: never compared.
  public var deduplicationID: [UInt8]?

  public init(
    plane: SpoolPlane, topic: String, key: [UInt8], value: [UInt8], timestamp: Timestamp,
    deduplicationID: [UInt8]? = nil
  ) {
    self.plane = plane
    self.topic = topic
    self.key = key
    self.value = value
    self.timestamp = timestamp
    self.deduplicationID = deduplicationID
  }

  /// What it counts against `SpoolLimits.maximumBytes`.
  var byteCount: Int64 { Int64(topic.utf8.count + key.count + value.count + (deduplicationID?.count ?? 0)) }
}

/// An entry that waits, and its place in the order of appending.
public struct PendingEntry: Hashable, Sendable {
  /// Grows with every append and is never given twice, also not after everything was acknowledged.
  public let sequence: Int64
  public let entry: SpoolEntry
}

/// What became of the entries of one append.
public struct AppendOutcome: Hashable, Sendable {
  public var appended = 0
  /// Known by their id and passed over.
  public var duplicates = 0
  /// Oldest ones that made room, where the policy allows it. They are lost.
  public var evicted = 0

  public init(appended: Int = 0, duplicates: Int = 0, evicted: Int = 0) {
    self.appended = appended
    self.duplicates = duplicates
    self.evicted = evicted
  }
}
