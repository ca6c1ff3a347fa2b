internal import CRdKafka
internal import Core
internal import Ports

/// A member of a consumer group.
///
/// librdkafka's rebalance callback only notes what the group said and ends the poll; this class answers between two
/// polls, on the same thread, where errors can be thrown and `commit` can be called.
class KafkaMember: GroupMember {
  let configuration: KafkaConfiguration
  let options: MemberOptions
  let callbacks: ClientCallbacks
  let operation: String

  /// nil once closed.
  var consumer: ClientHandle?
  var intake: RecordIntake
  /// Partitions the listener knows of, with the fence open for them.
  var held: [TopicPartition] = []
  /// Partitions given by the group whose positions are not settled yet.
  var unsettled: [TopicPartition]?
  /// Found while records were already in the batch; thrown by the next poll.
  var trouble: LogError?

  init(_ configuration: KafkaConfiguration, options: MemberOptions) throws(LogError) {
    self.configuration = configuration
    self.options = options
    operation = "polling as a member of group \(options.group)"
    callbacks = ClientCallbacks(diagnostics: configuration.diagnostics, wantsRebalances: true)
    let consumer = try configuration.makeClient(for: .member(options), callbacks: callbacks)
    intake = try RecordIntake(topics: options.topics, of: consumer)
    self.consumer = consumer
    _ = unsafe rd_kafka_poll_set_consumer(consumer.pointer)
    let subscription = PartitionList(capacity: options.topics.count)
    for topic in options.topics { subscription.addSubscription(topic) }
    let code = unsafe rd_kafka_subscribe(consumer.pointer, subscription.pointer)
    guard code == RD_KAFKA_RESP_ERR_NO_ERROR else {
      throw LogError(code, operation: "joining group \(options.group)")
    }
  }

  deinit { close() }

  func poll(into batch: inout RecordBatch, limit: Int, wait: Timestamp.Span, listener: any AssignmentListener)
    throws(LogError)
  {
    batch.removeAll()
    if let error = trouble.take() { throw error }
    let deadline = Deadline(after: min(wait, configuration.limits.pollWait))
    while true {
      try answerRebalances(listener)
      try drain(into: &batch, limit: limit, by: deadline)
      if !callbacks.rebalances.isEmpty {
        // All partitions go: what was drained for this call would come back from the committed position.
        batch.removeAll()
        continue
      }
      if !batch.isEmpty { return }
      if let error = trouble.take() ?? callbacks.outage.take() { throw error }
      if deadline.hasPassed { return }
    }
  }

  private func drain(into batch: inout RecordBatch, limit: Int, by deadline: Deadline) throws(LogError) {
    guard let consumer else { throw closed() }
    var wait = deadline.remaining
    while batch.count < limit, batch.byteCount < configuration.limits.batchBytes,
      let message = unsafe MessageHandle(rd_kafka_consumer_poll(consumer.pointer, wait))
    {
      wait = 0
      if message.code == RD_KAFKA_RESP_ERR_NO_ERROR {
        intake.take(message, into: &batch)
      } else if case .failed(let error) = ConsumerTrouble(message, operation: operation) {
        trouble = error
        return
      }
    }
  }

  func close() {
    guard let consumer else { return }
    callbacks.isClosing = true
    intake.fence.closeAll()
    _ = unsafe rd_kafka_consumer_close(consumer.pointer)
    self.consumer = nil
  }

  /// What is known of the partitions before the listener is asked where to start: nothing, unless a kind of member
  /// keeps positions with the group.
  func positions(of partitions: [TopicPartition]) throws(LogError) -> [TopicPartition: CommittedPosition?] {
    var none: [TopicPartition: CommittedPosition?] = [:]
    for partition in partitions { none.updateValue(nil, forKey: partition) }
    return none
  }

  func closed() -> LogError {
    LogError(.other, operation: operation, reason: "the member is closed", hint: "open another one")
  }
}
