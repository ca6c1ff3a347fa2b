internal import CRdKafka
internal import Ports

/// Owner of one answer of `rd_kafka_metadata`.
@safe struct MetadataHandle: ~Copyable {
  private let pointer: UnsafePointer<rd_kafka_metadata>

  /// Asks about one topic.
  init(of topic: TopicHandle, client: ClientHandle, within milliseconds: Int32, operation: String) throws(LogError) {
    var answer: UnsafePointer<rd_kafka_metadata>?
    let code = unsafe rd_kafka_metadata(client.pointer, 0, topic.pointer, &answer, milliseconds)
    guard code == RD_KAFKA_RESP_ERR_NO_ERROR, let answer = unsafe answer else {
      throw client.explain(LogError(code, operation: operation))
    }
    unsafe pointer = answer
  }

  deinit { unsafe rd_kafka_metadata_destroy(pointer) }

  /// Number of partitions, and whether each has a leader.
  func partitions(operation: String) throws(LogError) -> (count: Int, allLed: Bool) {
    guard unsafe pointer.pointee.topic_cnt > 0, let topic = unsafe pointer.pointee.topics?.pointee else {
      throw LogError(RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART, operation: operation)
    }
    let code = unsafe topic.err
    // While leaders are being chosen the count is known already.
    guard code == RD_KAFKA_RESP_ERR_NO_ERROR || code == RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE else {
      throw LogError(code, operation: operation)
    }
    let partitions = unsafe UnsafeBufferPointer(start: topic.partitions, count: Int(topic.partition_cnt))
    return unsafe (partitions.count, !partitions.isEmpty && partitions.allSatisfy { unsafe $0.leader >= 0 })
  }
}
