public import Core

/// The tables one set of views is folded into, with the positions in the log up to which they hold it. Rows and
/// positions change in one transaction, so every event has its effect once. Confined to one thread.
public protocol ViewStore: AnyObject {
  /// Takes the partitions over and says where to go on: from now on a write under an earlier epoch is refused.
  func claim(_ partitions: [LogPartition]) throws(ViewError) -> [LogPartition: ViewClaim]

  /// Applies the changes in order and moves the positions, in one transaction.
  /// - Throws: `.fenced` when one of the partitions was claimed by somebody else since: nothing is written.
  func write(_ changes: [RowChange], positions: [LogPartition: ViewAdvance]) throws(ViewError)

  func close()
}

/// A partition by the name of its topic.
public struct LogPartition: Hashable, Sendable, Comparable {
  public var topic: String
  public var partition: Int32

  public init(topic: String, partition: Int32) {
    self.topic = topic
    self.partition = partition
  }

  public static func < (left: LogPartition, right: LogPartition) -> Bool {
    (left.topic, left.partition) < (right.topic, right.partition)
  }
}

/// What the store remembers of a partition for its new owner.
public struct ViewClaim: Hashable, Sendable {
  public var epoch: Int64
  /// The first offset not yet folded.
  public var next: Int64
  /// Last sequence number seen of each signed stream of the partition; empty on the network plane.
  public var sequences: [RecordStream: UInt64]

  public init(epoch: Int64, next: Int64, sequences: [RecordStream: UInt64] = [:]) {
    self.epoch = epoch
    self.next = next
    self.sequences = sequences
  }
}

/// Who counts the records up: a vehicle's device, or the service for that vehicle.
public struct RecordStream: Hashable, Sendable {
  public var vehicleID: RecordID
  /// Numbers of `SignatureSuite` in the schema.
  public var signing: UInt32

  public init(vehicleID: RecordID, signing: UInt32) {
    self.vehicleID = vehicleID
    self.signing = signing
  }
}

/// How far a write takes a partition.
public struct ViewAdvance: Hashable, Sendable {
  public var epoch: Int64
  public var next: Int64
  /// Streams that moved on, with their new last number.
  public var sequences: [RecordStream: UInt64]

  public init(epoch: Int64, next: Int64, sequences: [RecordStream: UInt64] = [:]) {
    self.epoch = epoch
    self.next = next
    self.sequences = sequences
  }
}

/// One change of rows, as columns: every column has one entry a row.
public enum RowChange: Hashable, Sendable {
  /// Inserts the rows; where a row with the key is there, each other column is merged as it says.
  case upsert(RowBatch)
  /// Merges into rows that are there; others are passed over.
  case update(RowBatch)
  /// Deletes the rows that have these values; the batch has key columns only. They need not be the table's whole key, and
  /// may be any of its columns.
  case delete(RowBatch)

  public var rows: RowBatch {
    switch self {
    case .upsert(let rows), .update(let rows), .delete(let rows): rows
    }
  }
}

public struct RowBatch: Hashable, Sendable {
  /// A table of the view's schema, unqualified.
  public var table: String
  public var columns: [RowColumn]

  public init(table: String, columns: [RowColumn]) {
    self.table = table
    self.columns = columns
  }

  public var count: Int { columns.first?.values.count ?? 0 }
}

public struct RowColumn: Hashable, Sendable {
  public enum Merge: Hashable, Sendable {
    /// Part of the key.
    case key
    /// The new value.
    case replace
    /// The new value, unless it is null.
    case replaceIfKnown
    /// The old value, unless it is null.
    case keepIfKnown
    case add
    case least
    case greatest
  }

  public enum Values: Hashable, Sendable {
    case ids([RecordID?])
    case integers([Int64?])
    case reals([Double?])
    case texts([String?])
    case bytes([[UInt8]?])
    case times([Timestamp?])
    case booleans([Bool?])

    public var count: Int {
      switch self {
      case .ids(let values): values.count
      case .integers(let values): values.count
      case .reals(let values): values.count
      case .texts(let values): values.count
      case .bytes(let values): values.count
      case .times(let values): values.count
      case .booleans(let values): values.count
      }
    }
  }

  public var name: String
  public var merge: Merge
  public var values: Values

  public init(_ name: String, _ merge: Merge, _ values: Values) {
    self.name = name
    self.merge = merge
    self.values = values
  }
}

/// What went wrong with the database: the operation, the database's words, what a person can do.
public struct ViewError: Error, Hashable, Sendable, CustomStringConvertible {
  public enum Kind: Hashable, Sendable {
    /// Cannot be reached, or ended the connection; trying again may work, and nothing of the last write is certain.
    case unavailable
    /// Another process has claimed the partition.
    case fenced
    /// A conflict that goes away when the transaction is tried again.
    case retry
    case diskFull
    case notAuthorized
    /// The schema is not the one this build knows.
    case misconfigured
    case other
  }

  public var kind: Kind
  public var operation: String
  public var reason: String
  public var hint: String

  public init(_ kind: Kind, operation: String, reason: String, hint: String = "") {
    self.kind = kind
    self.operation = operation
    self.reason = reason
    self.hint = hint
  }

  public var description: String { "\(operation): \(reason)" + (hint.isEmpty ? "" : " (\(hint))") }
}
