internal import CRdKafka
internal import Core
internal import Ports

/// What a client is for, and the properties that follow from it. A deployment may not change them.
enum ClientPurpose {
  /// Metadata and topics. A consumer to librdkafka: a producer's questions would let a broker make topics.
  case administration
  case producer(idempotent: Bool)
  case reader(partitions: Int)
  case member(MemberOptions)
  case transactions(SessionOptions)

  /// Longest transaction: one that a failure leaves open holds back every reader behind it for that long.
  static let transactionTimeoutMax = Timestamp.Span.seconds(15)
  /// Heartbeats in a session's time: one may be late and another lost.
  static let heartbeatsPerSession: Int64 = 4

  var kind: rd_kafka_type_t {
    switch self {
    case .administration, .reader, .member: RD_KAFKA_CONSUMER
    case .producer, .transactions: RD_KAFKA_PRODUCER
    }
  }

  /// Pause before a refused transaction request is sent again. The first request of a transaction is refused while the
  /// broker still writes the markers of the one before; librdkafka's 100 ms would be most of a commit's time.
  static let transactionRetryPause = Timestamp.Span.milliseconds(10)

  func properties(_ limits: KafkaLimits) -> [(name: String, value: String)] {
    switch self {
    case .administration: []
    case .producer(let idempotent):
      Self.producing(limits) + [
        ("message.timeout.ms", limits.delivery.property), ("enable.idempotence", idempotent ? "true" : "false"),
        // Without a producer id a retry could overtake a later batch: one request at a time keeps the order.
        ("max.in.flight.requests.per.connection", idempotent ? "5" : "1"),
      ]
    case .transactions(let options):
      Self.producing(limits) + [
        ("transactional.id", options.transactionalID),
        ("transaction.timeout.ms", options.transactionTimeout.property),
        ("retry.backoff.ms", Self.transactionRetryPause.property),
        // A record that cannot be delivered must be known before the transaction's own time is over.
        ("message.timeout.ms", Timestamp.Span(milliseconds: options.transactionTimeout.milliseconds / 4 * 3).property),
      ]
    case .reader(let partitions):
      // librdkafka gives the bound to each partition of a reader: the shares make the named total.
      Self.consuming(limits, queueBytes: limits.consumerQueueBytes / max(1, partitions)) + [
        // Only the end of a partition tells how far markers reach that no record follows.
        ("enable.partition.eof", "true")
      ]
    case .member(let options):
      Self.consuming(limits, queueBytes: limits.consumerQueueBytes) + [
        ("group.id", options.group),
        ("session.timeout.ms", options.sessionTimeout.property),
        (
          "heartbeat.interval.ms",
          Timestamp.Span(milliseconds: options.sessionTimeout.milliseconds / Self.heartbeatsPerSession).property
        ),
        ("max.poll.interval.ms", max(limits.pollInterval, options.sessionTimeout).property),
        // Eager: every change revokes all. Cooperative ones lose partitions to a racing commit before 2.10.
        ("partition.assignment.strategy", "range"),
      ]
    }
  }

  private static func producing(_ limits: KafkaLimits) -> [(name: String, value: String)] {
    [
      ("acks", "all"), ("linger.ms", String(limits.linger.callMilliseconds)),
      ("queue.buffering.max.messages", String(limits.producerQueueRecords)),
      ("queue.buffering.max.kbytes", String(max(1, limits.producerQueueBytes / 1_024))),
      ("topic.metadata.propagation.max.ms", limits.topicPropagation.property),
      // The one that Java's clients use, so a key has the same partition whoever writes it.
      ("partitioner", "murmur2_random"),
    ]
  }

  private static func consuming(_ limits: KafkaLimits, queueBytes: Int) -> [(name: String, value: String)] {
    [
      ("enable.auto.commit", "false"), ("enable.auto.offset.store", "false"), ("enable.partition.eof", "false"),
      ("isolation.level", "read_committed"), ("auto.offset.reset", "earliest"),
      ("queued.max.messages.kbytes", String(max(1, queueBytes / 1_024))),
      ("queued.min.messages", String(limits.consumerQueueRecords)),
      ("fetch.max.bytes", String(max(limits.fetchBytes, limits.recordBytes))),
      ("fetch.message.max.bytes", String(limits.partitionFetchBytes)),
    ]
  }
}
