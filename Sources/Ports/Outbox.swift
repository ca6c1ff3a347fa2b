public import Core

/// What a camera has to send and what it remembers, on disk before it is acted on. Confined to one thread.
public protocol Outbox: AnyObject {
  /// Stores the entries and the position in the input they came from, in one durable step. An entry whose
  /// `deduplicationID` was stored before, sent or not, is left out.
  func append(_ entries: [OutboxEntry], checkpoint: Checkpoint?) throws(OutboxFault)

  /// Oldest first, after `sequence`.
  func pending(limit: Int, after sequence: Int64) throws(OutboxFault) -> [PendingEntry]

  /// The broker has them: durable, and never sent again.
  func acknowledge(_ sequences: [Int64]) throws(OutboxFault)

  func checkpoint(named name: String) throws(OutboxFault) -> [UInt8]?

  /// Small values that must survive: counters, presentations, credentials.
  func value(_ key: [UInt8]) throws(OutboxFault) -> [UInt8]?
  func setValue(_ key: [UInt8], _ value: [UInt8]?) throws(OutboxFault)

  var pendingCount: Int { get throws(OutboxFault) }
}

public struct OutboxEntry: Hashable, Sendable {
  public var topic: String
  public var key: [UInt8]
  public var value: [UInt8]
  public var timestamp: Timestamp
  public var deduplicationID: [UInt8]

  public init(topic: String, key: [UInt8], value: [UInt8], timestamp: Timestamp, deduplicationID: [UInt8]) {
    self.topic = topic
    self.key = key
    self.value = value
    self.timestamp = timestamp
    self.deduplicationID = deduplicationID
  }
}

public struct PendingEntry: Hashable, Sendable {
  /// Counts up in the order of storing.
  public var sequence: Int64
  public var entry: OutboxEntry

  public init(sequence: Int64, entry: OutboxEntry) {
    self.sequence = sequence
    self.entry = entry
  }
}

/// How far an input has been read, in the reader's own bytes.
public struct Checkpoint: Hashable, Sendable {
  public var name: String
  public var value: [UInt8]

  public init(name: String, value: [UInt8]) {
    self.name = name
    self.value = value
  }
}

public struct OutboxFault: Error, Hashable, Sendable, CustomStringConvertible {
  public enum Kind: Hashable, Sendable { case full, corrupted, inaccessible, other }
  public var kind: Kind
  public var operation: String
  public var reason: String
  public var hint: String

  public init(_ kind: Kind, operation: String, reason: String, hint: String) {
    self.kind = kind
    self.operation = operation
    self.reason = reason
    self.hint = hint
  }

  public var description: String { "\(operation): \(reason) (\(hint))" }
}
