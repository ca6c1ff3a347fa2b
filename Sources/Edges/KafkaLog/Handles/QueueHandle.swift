internal import CRdKafka

/// Owner of one `rd_kafka_queue_t`. It keeps its client alive: librdkafka wants queues freed first.
@safe final class QueueHandle {
  let pointer: OpaquePointer
  private let client: ClientHandle

  init(of client: ClientHandle) {
    unsafe pointer = rd_kafka_queue_new(client.pointer)
    self.client = client
  }

  deinit { unsafe rd_kafka_queue_destroy(pointer) }
}
