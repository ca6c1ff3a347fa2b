public import Core

/// A partitioned, durable, ordered log of records (Kafka, or a stand-in that passes the same contract suite).
///
/// The handles it opens are confined to the thread that made them: they are blocking, and not `Sendable` on purpose.
public protocol RecordLog: Sendable {
  /// Makes the topics that do not exist yet. An existing topic with another number of partitions is an error, because
  /// keys would move.
  func createTopics(_ topics: [TopicSpecification]) throws(LogError)

  func partitionCount(of topic: String) throws(LogError) -> Int

  /// A producer without transactions. `idempotent` gives it a producer id, which ties its records together: never for
  /// the network plane of a camera.
  func producer(idempotent: Bool) throws(LogError) -> any LogProducer

  /// A reader of all partitions of the topics from given positions, in no group, that sees committed records only.
  func reader(topics: [String], from start: ReadStart) throws(LogError) -> any LogReader

  /// A member of a consumer group that keeps its positions elsewhere: what a Kafka-to-Postgres stage runs on. It never
  /// commits to the group; `assigned` is told nil for every position.
  func member(_ options: MemberOptions) throws(LogError) -> any GroupMember

  /// A member of a consumer group with a transactional producer: what a Kafka-to-Kafka stage runs on.
  func session(_ options: SessionOptions) throws(LogError) -> any TransactionalSession
}

public struct TopicSpecification: Hashable, Sendable {
  public var name: String
  public var partitions: Int
  /// Settings in Kafka's own names (`cleanup.policy`, `retention.ms`, `message.timestamp.type` …).
  public var settings: [String: String]

  public init(name: String, partitions: Int, settings: [String: String] = [:]) {
    self.name = name
    self.partitions = partitions
    self.settings = settings
  }
}

public enum ReadStart: Sendable, Hashable {
  case beginning
  case end
  /// Next offset to read by partition; partitions not named start at the beginning. One topic only.
  case offsets([Int32: Int64])
}

/// A record to be written.
public struct OutgoingRecord: Sendable {
  public var topic: String
  /// nil lets the log choose by the key.
  public var partition: Int32?
  public var key: [UInt8]
  /// nil is a tombstone.
  public var value: [UInt8]?
  /// nil lets the log take the time of writing.
  public var timestamp: Timestamp?

  public init(topic: String, partition: Int32? = nil, key: [UInt8], value: [UInt8]?, timestamp: Timestamp? = nil) {
    self.topic = topic
    self.partition = partition
    self.key = key
    self.value = value
    self.timestamp = timestamp
  }
}

public protocol LogProducer: AnyObject {
  /// Queues a record. A full queue is back-pressure: the call serves delivery reports and waits, at most `deadline`.
  /// - Parameter token: comes back in `delivered` once the broker has acknowledged the record.
  func send(_ record: OutgoingRecord, token: UInt64) throws(LogError)

  /// Serves delivery reports for at most `wait`, returns what has been decided since the last call.
  func poll(wait: Timestamp.Span) -> [DeliveryReport]

  /// Waits until every queued record is decided, or throws `.timedOut`.
  func flush(deadline: Timestamp.Span) throws(LogError)

  func close()
}

public struct DeliveryReport: Sendable, Hashable {
  public var token: UInt64
  /// nil: acknowledged as the topic's durability asks.
  public var error: LogError?

  public init(token: UInt64, error: LogError? = nil) {
    self.token = token
    self.error = error
  }
}

public protocol LogReader: AnyObject {
  /// Removes what is in `batch`, then fills it with up to `limit` records; waits at most `wait` for the first.
  func poll(into batch: inout RecordBatch, limit: Int, wait: Timestamp.Span) throws(LogError)

  /// First and next offset of each partition as the broker says now. The markers that end transactions have offsets,
  /// too, so the last record seen need not be the one before the end: compare `positions`.
  func watermarks(topic: String) throws(LogError) -> [Int32: Range<Int64>]

  /// Next offset of each partition, past markers that `poll` has skipped. A reader is caught up with a mark of
  /// `watermarks` once its position has reached the upper bound; a poll that returns nothing may still move positions.
  func positions(topic: String) throws(LogError) -> [Int32: Int64]

  func close()
}

public struct MemberOptions: Sendable {
  public var group: String
  public var topics: [String]
  /// How long the broker may hear nothing before it gives the partitions to another member.
  public var sessionTimeout: Timestamp.Span

  public init(group: String, topics: [String], sessionTimeout: Timestamp.Span = .seconds(10)) {
    self.group = group
    self.topics = topics
    self.sessionTimeout = sessionTimeout
  }
}

public struct SessionOptions: Sendable {
  public var group: String
  public var topics: [String]
  /// Stable for one running process of the stage (`inference-0`); a second one with the same id fences the first.
  public var transactionalID: String
  /// How long the broker may hear nothing before it gives the partitions to another member.
  public var sessionTimeout: Timestamp.Span
  /// How long one transaction may take; at most 15 s (a longer one can stay open over a failure that long).
  public var transactionTimeout: Timestamp.Span

  public init(
    group: String, topics: [String], transactionalID: String,
    sessionTimeout: Timestamp.Span = .seconds(10), transactionTimeout: Timestamp.Span = .seconds(10)
  ) {
    self.group = group
    self.topics = topics
    self.transactionalID = transactionalID
    self.sessionTimeout = sessionTimeout
    self.transactionTimeout = transactionTimeout
  }

  /// The half that any member of the group has.
  public var member: MemberOptions { MemberOptions(group: group, topics: topics, sessionTimeout: sessionTimeout) }
}

public struct TopicPartition: Hashable, Sendable, Comparable {
  /// Index in `SessionOptions.topics`.
  public var topic: Int
  public var partition: Int32

  public init(topic: Int, partition: Int32) {
    self.topic = topic
    self.partition = partition
  }

  public static func < (left: TopicPartition, right: TopicPartition) -> Bool {
    (left.topic, left.partition) < (right.topic, right.partition)
  }
}

/// What the group remembers of a partition: the next offset to process, and a short text of the stage's own
/// (at most 4,096 bytes, Kafka's `offset.metadata.max.bytes`).
public struct CommittedPosition: Hashable, Sendable {
  public var offset: Int64
  public var metadata: String

  public init(offset: Int64, metadata: String = "") {
    self.offset = offset
    self.metadata = metadata
  }
}

/// Told inside `poll`, on the polling thread, before the broker gets its answer.
public protocol AssignmentListener: AnyObject {
  /// Partitions are this member's now. Returns where to start reading each (next offset); nil means the committed
  /// offset, or the beginning where there is none.
  func assigned(_ partitions: [TopicPartition: CommittedPosition?]) -> [TopicPartition: Int64]

  /// Partitions are about to go. Whatever is in flight must be committed here (`session.commit` may be called), or it
  /// will be done again by the next owner. `lost`: they are gone already and a commit would be refused.
  func revoked(_ partitions: [TopicPartition], lost: Bool)
}

/// A member of a consumer group. Confined to the thread that opened it.
public protocol GroupMember: AnyObject {
  /// Removes what is in `batch`, then fills it with up to `limit` records; waits at most `wait` for the first. Serves
  /// rebalances. Records of partitions that are no longer assigned are never returned.
  func poll(into batch: inout RecordBatch, limit: Int, wait: Timestamp.Span, listener: any AssignmentListener)
    throws(LogError)

  /// Calls `listener.assigned` again for everything held, with what the group remembers now, and seeks there.
  func restart(listener: any AssignmentListener) throws(LogError)

  /// Leaves the group in order.
  func close()
}

/// A member of a group with a transactional producer.
public protocol TransactionalSession: GroupMember {
  /// Writes the records and the positions in one transaction. On return all of it is durable and visible.
  ///
  /// A thrown `.rewind` means that nothing (or nothing certain) was written: the session has made itself a new
  /// producer where the outcome was unknown, and the caller must forget its state and read again from the committed
  /// positions (`restart`). Anything else is fatal for the process.
  func commit(_ records: [OutgoingRecord], positions: [TopicPartition: CommittedPosition]) throws(LogError)
}

/// What went wrong with the log: the operation, its subject, what to do about it.
public struct LogError: Error, Hashable, Sendable, CustomStringConvertible {
  public enum Kind: Hashable, Sendable {
    /// The broker cannot be reached or did not answer in time; trying again may work.
    case unavailable
    case timedOut
    /// The transaction was lost or its outcome is unknown: read again from the committed positions.
    case rewind
    /// Another process took this identity over.
    case fenced
    case notAuthorized
    /// A topic or partition that does not exist, or a setting that is refused.
    case misconfigured
    /// The record is larger than the broker takes.
    case tooLarge
    case other
  }

  public var kind: Kind
  /// What was being done, to what: "commit of group inference".
  public var operation: String
  /// The log's own words.
  public var reason: String
  /// What a person can do.
  public var hint: String

  public init(_ kind: Kind, operation: String, reason: String, hint: String = "") {
    self.kind = kind
    self.operation = operation
    self.reason = reason
    self.hint = hint
  }

  public var description: String { "\(operation): \(reason)" + (hint.isEmpty ? "" : " (\(hint))") }
}
