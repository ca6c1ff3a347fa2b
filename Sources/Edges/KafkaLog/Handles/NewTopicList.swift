internal import CRdKafka
internal import Ports

/// Owner of `rd_kafka_NewTopic_t`s, and of the request they are sent in.
@safe final class NewTopicList {
  struct Outcome {
    var topic: String
    var code: rd_kafka_resp_err_t
    var words: String?
  }

  private var topics: [OpaquePointer?]
  /// Room for librdkafka's words about a refused topic, in bytes.
  private static let wordsMax = 512
  /// The broker's own default.
  private static let defaultReplicationFactor: Int32 = -1

  init(capacity: Int) {
    unsafe topics = []
    unsafe topics.reserveCapacity(capacity)
  }

  deinit { unsafe rd_kafka_NewTopic_destroy_array(&topics, topics.count) }

  func add(_ topic: TopicSpecification) throws(LogError) {
    let operation = "creation of topic \(topic.name)"
    let (handle, refusal) = unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: Self.wordsMax) { room in
      unsafe room.initialize(repeating: 0)
      let made = unsafe rd_kafka_NewTopic_new(
        topic.name, Int32(clamping: topic.partitions), Self.defaultReplicationFactor, room.baseAddress, Self.wordsMax)
      return unsafe (made, made == nil ? String(cString: Array(room)) : "")
    }
    guard let handle = unsafe handle else {
      throw LogError(.misconfigured, operation: operation, reason: refusal, hint: "check its name and partitions")
    }
    unsafe topics.append(handle)
    for (name, value) in topic.settings.sorted(by: { $0.key < $1.key }) {
      let code = unsafe rd_kafka_NewTopic_set_config(handle, name, value)
      guard code == RD_KAFKA_RESP_ERR_NO_ERROR else {
        throw LogError(code, operation: "\(operation) with \(name)")
      }
    }
  }

  /// Asks the cluster's controller; waits for its answer on every topic.
  func send(through client: ClientHandle, within milliseconds: Int32) throws(LogError) -> [Outcome] {
    let queue = QueueHandle(of: client)
    let options = unsafe rd_kafka_AdminOptions_new(client.pointer, RD_KAFKA_ADMIN_OP_CREATETOPICS)
    defer { unsafe rd_kafka_AdminOptions_destroy(options) }
    // Out of range keeps librdkafka's default (60 s), which the wait below cuts anyway.
    _ = unsafe rd_kafka_AdminOptions_set_request_timeout(options, milliseconds, nil, 0)
    _ = unsafe rd_kafka_AdminOptions_set_operation_timeout(options, milliseconds, nil, 0)
    unsafe topics.withUnsafeMutableBufferPointer { list in
      unsafe rd_kafka_CreateTopics(client.pointer, list.baseAddress, list.count, options, queue.pointer)
    }
    guard let event = unsafe rd_kafka_queue_poll(queue.pointer, milliseconds) else {
      throw client.explain(LogError(RD_KAFKA_RESP_ERR__TIMED_OUT, operation: "creation of topics"))
    }
    defer { unsafe rd_kafka_event_destroy(event) }
    let code = unsafe rd_kafka_event_error(event)
    guard code == RD_KAFKA_RESP_ERR_NO_ERROR else {
      let words = unsafe String(cString: rd_kafka_event_error_string(event))
      throw client.explain(LogError(code, operation: "creation of topics", words: words))
    }
    var count = 0
    let results = unsafe rd_kafka_CreateTopics_result_topics(rd_kafka_event_CreateTopics_result(event), &count)
    return unsafe UnsafeBufferPointer(start: results, count: results == nil ? 0 : count).map { result in
      unsafe Outcome(
        topic: String(cString: rd_kafka_topic_result_name(result)), code: rd_kafka_topic_result_error(result),
        words: rd_kafka_topic_result_error_string(result).map { unsafe String(cString: $0) })
    }
  }
}
