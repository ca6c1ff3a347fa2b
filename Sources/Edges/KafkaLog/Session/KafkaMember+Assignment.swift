internal import CRdKafka
internal import Core
internal import Ports

extension KafkaMember {
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

  /// Reads the positions of what the group gave, asks the listener where to start, and starts there. What was fetched
  /// from an earlier start is dropped by librdkafka and held back by the fence.
  private func settle(_ listener: any AssignmentListener) throws(LogError) {
    guard let consumer else { throw closed() }
    guard let partitions = unsettled else { return }
    let committed = try positions(of: partitions)
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
}
