internal import CRdKafka
internal import Core
public import Ports

extension KafkaLog {
  /// Time between two looks at whether a new topic has reached every broker.
  private static let propagationPause = Timestamp.Span.milliseconds(20)

  public func partitionCount(of topic: String) throws(LogError) -> Int {
    let operation = "partitions of topic \(topic)"
    if let embedded {
      guard let count = embedded.partitions(of: topic) else {
        throw LogError(RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART, operation: operation)
      }
      return count
    }
    let deadline = Deadline(after: configuration.limits.answer)
    return try partitions(of: topic, operation: operation, client: administrator(), by: deadline).count
  }

  /// Copies of each partition are the broker's default. On return the topics can be written to.
  public func createTopics(_ topics: [TopicSpecification]) throws(LogError) {
    if let embedded { return try embedded.createTopics(topics) }
    guard !topics.isEmpty else { return }
    let client = try administrator()
    let deadline = Deadline(after: configuration.limits.answer)
    let requests = NewTopicList(capacity: topics.count)
    for topic in topics { try requests.add(topic) }
    for outcome in try requests.send(through: client, within: deadline.remaining) {
      guard outcome.code != RD_KAFKA_RESP_ERR_NO_ERROR, outcome.code != RD_KAFKA_RESP_ERR_TOPIC_ALREADY_EXISTS else {
        continue
      }
      throw LogError(outcome.code, operation: "creation of topic \(outcome.topic)", words: outcome.words)
    }
    for topic in topics { try confirm(topic, client: client, by: deadline) }
  }

  func administrator() throws(LogError) -> ClientHandle {
    try configuration.makeClient(
      for: .administration, callbacks: ClientCallbacks(diagnostics: configuration.diagnostics))
  }

  /// Waits until the broker shows the topic with a leader everywhere, and compares its partitions.
  private func confirm(_ topic: TopicSpecification, client: ClientHandle, by deadline: Deadline) throws(LogError) {
    let operation = "creation of topic \(topic.name)"
    while true {
      let found: (count: Int, allLed: Bool)
      do {
        found = try partitions(of: topic.name, operation: operation, client: client, by: deadline)
      } catch {
        guard error.kind == .misconfigured || error.kind == .unavailable, !deadline.hasPassed else { throw error }
        _ = unsafe rd_kafka_poll(client.pointer, Self.propagationPause.callMilliseconds)
        continue
      }
      if let difference = Self.difference(of: found.count, from: topic) { throw difference }
      if found.allLed { return }
      guard !deadline.hasPassed else {
        throw LogError(RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE, operation: operation)
      }
      _ = unsafe rd_kafka_poll(client.pointer, Self.propagationPause.callMilliseconds)
    }
  }

  /// nil where an existing topic has the wanted number of partitions.
  static func difference(of count: Int, from topic: TopicSpecification) -> LogError? {
    guard count != topic.partitions else { return nil }
    return LogError(
      .misconfigured, operation: "creation of topic \(topic.name)",
      reason: "it exists with \(count) partitions, not \(topic.partitions)",
      hint: "keys would move: keep the number, or make a topic of another name and copy")
  }

  private func partitions(
    of topic: String, operation: String, client: ClientHandle, by deadline: Deadline
  ) throws(LogError) -> (count: Int, allLed: Bool) {
    let handle = try TopicHandle(topic, of: client)
    let metadata = try MetadataHandle(of: handle, client: client, within: deadline.remaining, operation: operation)
    return try metadata.partitions(operation: operation)
  }
}
