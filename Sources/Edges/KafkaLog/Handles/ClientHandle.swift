internal import CRdKafka
internal import Ports

/// Owner of one librdkafka client (`rd_kafka_t`) and of what its callbacks use.
@safe final class ClientHandle {
  let pointer: OpaquePointer
  private let callbacks: Unmanaged<ClientCallbacks>

  init(_ pointer: OpaquePointer, callbacks: Unmanaged<ClientCallbacks>) {
    unsafe self.pointer = pointer
    unsafe self.callbacks = callbacks
  }

  /// The error of a question that got no answer, with what is known of the connection: "timed out" alone helps nobody.
  func explain(_ error: LogError) -> LogError {
    guard error.kind == .unavailable || error.kind == .timedOut else { return error }
    _ = unsafe rd_kafka_poll(pointer, 0)
    guard let cause = unsafe callbacks.takeUnretainedValue().latestTrouble else { return error }
    let kind = cause.kind == .notAuthorized ? cause.kind : error.kind
    return LogError(kind, operation: error.operation, reason: "\(error.reason): \(cause.reason)", hint: cause.hint)
  }

  deinit {
    // Joins librdkafka's threads: after it no callback runs, and only then may go what the callbacks use.
    unsafe rd_kafka_destroy(pointer)
    unsafe callbacks.release()
  }
}
