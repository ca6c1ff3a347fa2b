internal import CRdKafka

/// Owner of one librdkafka client (`rd_kafka_t`) and of what its callbacks use.
@safe final class ClientHandle {
  let pointer: OpaquePointer
  private let callbacks: Unmanaged<ClientCallbacks>

  init(_ pointer: OpaquePointer, callbacks: Unmanaged<ClientCallbacks>) {
    unsafe self.pointer = pointer
    unsafe self.callbacks = callbacks
  }

  deinit {
    // Joins librdkafka's threads: after it no callback runs, and only then may go what the callbacks use.
    unsafe rd_kafka_destroy(pointer)
    unsafe callbacks.release()
  }
}
