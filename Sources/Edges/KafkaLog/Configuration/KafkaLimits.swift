public import Core

/// Every bound of a client, with its default. Each may be narrowed for a camera or widened for a server.
public struct KafkaLimits: Hashable, Sendable {
  /// How long a question to the cluster (metadata, watermarks, committed positions, topic creation, taking over a
  /// transactional id) may take before it is `.timedOut`. 30 s: a coordinator's move after a node was killed takes 16 s
  /// (measured on three nodes).
  public var answer: Timestamp.Span = .seconds(30)
  /// How long `send` waits for room in a full queue before it is `.timedOut`.
  public var sendWait: Timestamp.Span = .seconds(10)
  /// How long a plain producer tries to deliver one record before it reports failure (`message.timeout.ms`).
  public var delivery: Timestamp.Span = .seconds(30)
  /// How long `close` waits for queued records.
  public var closeWait: Timestamp.Span = .seconds(5)
  /// Longest a single `poll` blocks, whatever the caller asks.
  public var pollWait: Timestamp.Span = .seconds(60)
  /// How long a group member may not call `poll` before its partitions are given away (`max.poll.interval.ms`).
  public var pollInterval: Timestamp.Span = .minutes(5)
  /// How long records wait for company in one request (`linger.ms`).
  public var linger: Timestamp.Span = .milliseconds(5)
  /// How long a record waits for a topic the broker does not know yet (`topic.metadata.propagation.max.ms`).
  public var topicPropagation: Timestamp.Span = .seconds(10)

  /// Records a producer holds (`queue.buffering.max.messages`).
  public var producerQueueRecords = 100_000
  /// Bytes a producer holds (`queue.buffering.max.kbytes`); at least 1 KiB.
  public var producerQueueBytes = 64 << 20
  /// Delivery reports held for `poll`; a producer whose reports nobody collects refuses to send.
  public var heldReports = 400_000
  /// Largest record sent, with its framing (`message.max.bytes`). Brokers take 1,048,588 unless told otherwise.
  public var recordBytes = 1_000_000

  /// Bytes fetched ahead by one consumer (`queued.max.messages.kbytes`), shared by a reader's partitions. A partition
  /// always holds at least one fetch.
  public var consumerQueueBytes = 16 << 20
  /// Records fetched ahead for each partition (`queued.min.messages`).
  public var consumerQueueRecords = 100_000
  /// Bytes asked of one broker at once (`fetch.max.bytes`).
  public var fetchBytes = 16 << 20
  /// Bytes asked of one partition at once (`fetch.message.max.bytes`).
  public var partitionFetchBytes = 1 << 20
  /// Bytes of keys and values that one `poll` returns at most, one record apart.
  public var batchBytes = 32 << 20

  public init() {}
}
