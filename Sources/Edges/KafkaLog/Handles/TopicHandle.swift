internal import CRdKafka
internal import Ports

/// Owner of one `rd_kafka_topic_t`. It keeps its client alive: librdkafka wants topics freed first.
@safe final class TopicHandle {
  let pointer: OpaquePointer
  let name: String
  private let client: ClientHandle

  init(_ name: String, of client: ClientHandle) throws(LogError) {
    guard let pointer = unsafe rd_kafka_topic_new(client.pointer, name, nil) else {
      throw LogError(rd_kafka_last_error(), operation: "naming topic \(name)")
    }
    unsafe self.pointer = pointer
    self.name = name
    self.client = client
  }

  deinit { unsafe rd_kafka_topic_destroy(pointer) }
}
