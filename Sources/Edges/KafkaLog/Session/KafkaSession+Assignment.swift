internal import CRdKafka
internal import Core
internal import Ports

extension KafkaSession {
  /// Tells the listener what the group said since the last poll and gives the group its answer.
  func answerRebalances(_ listener: any AssignmentListener) throws(LogError) {
    guard let consumer else { throw closed() }
    if unsettled != nil, callbacks.rebalances.isEmpty {
      // The group may have changed its mind while positions could not be read.
      let message = unsafe MessageHandle(rd_kafka_consumer_poll(consumer.pointer, 0))
      if let message, case .failed(let error) = ConsumerTrouble(message, operation: operation) { throw error }
    }
    while !callbacks.rebalances.isEmpty {
      switch callbacks.rebalances.removeFirst() {
      case .assigned(let names):
        unsettled = names.compactMap { name in
          intake.index(of: name.topic).map { TopicPartition(topic: $0, partition: name.partition) }
        }
      case .revoked(let lost):
        release(consumer, listener, lost: lost)
      }
    }
    try settle(listener)
  }

  private func release(_ consumer: ClientHandle, _ listener: any AssignmentListener, lost: Bool) {
    unsettled = nil
    let going = held
    if !going.isEmpty { listener.revoked(going, lost: lost) }
    held = []
    intake.fence.closeAll()
    _ = unsafe rd_kafka_assign(consumer.pointer, nil)
  }

  func restart(listener: any AssignmentListener) throws(LogError) {
    guard consumer != nil else { throw closed() }
    if unsettled == nil, !held.isEmpty { unsettled = held }
    intake.fence.closeAll()
    try settle(listener)
  }

  /// Reads the committed positions of what the group gave, asks the listener where to start, and starts there. What was
  /// fetched from an earlier start is dropped by librdkafka and held back by the fence.
  private func settle(_ listener: any AssignmentListener) throws(LogError) {
    guard let consumer else { throw closed() }
    guard let partitions = unsettled else { return }
    // A transaction of unknown outcome must be settled before positions are read, or it could be done twice.
    try renewProducer()
    let committed = try committedPositions(of: partitions, consumer)
    let starts = listener.assigned(committed)
    let assignment = PartitionList(capacity: partitions.count)
    intake.fence.closeAll()
    for partition in partitions {
      let offset = starts[partition] ?? committed[partition]??.offset ?? Int64(RD_KAFKA_OFFSET_BEGINNING)
      assignment.add(options.topics[partition.topic], partition.partition, offset: offset)
      intake.fence.open(topic: partition.topic, partition: partition.partition, from: max(0, offset))
    }
    let code = unsafe rd_kafka_assign(consumer.pointer, assignment.pointer)
    guard code == RD_KAFKA_RESP_ERR_NO_ERROR else {
      intake.fence.closeAll()
      throw LogError(code, operation: "taking partitions of group \(options.group)")
    }
    held = partitions
    unsettled = nil
  }

  private func committedPositions(
    of partitions: [TopicPartition], _ consumer: ClientHandle
  ) throws(LogError) -> [TopicPartition: CommittedPosition?] {
    guard !partitions.isEmpty else { return [:] }
    if let embedded { return embedded.positions(of: partitions, options) }
    let operation = "reading the committed positions of group \(options.group)"
    let list = PartitionList(capacity: partitions.count)
    for partition in partitions {
      list.add(options.topics[partition.topic], partition.partition, offset: Int64(RD_KAFKA_OFFSET_INVALID))
    }
    let code = unsafe rd_kafka_committed(
      consumer.pointer, list.pointer, configuration.limits.answer.callMilliseconds)
    guard code == RD_KAFKA_RESP_ERR_NO_ERROR else {
      throw LogError(code, operation: operation)
    }
    var found: [TopicPartition: CommittedPosition?] = [:]
    for index in 0..<list.count {
      let element = list[index]
      guard element.code == RD_KAFKA_RESP_ERR_NO_ERROR else { throw LogError(element.code, operation: operation) }
      guard let topic = intake.index(of: element.name.topic) else { continue }
      found.updateValue(element.position, forKey: TopicPartition(topic: topic, partition: element.name.partition))
    }
    return found
  }
}
