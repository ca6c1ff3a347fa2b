internal import CRdKafka

/// Owner of one `rd_kafka_error_t`.
@safe struct ErrorHandle: ~Copyable {
  private let pointer: OpaquePointer

  /// nil where librdkafka returned no error.
  init?(_ pointer: OpaquePointer?) {
    guard let pointer = unsafe pointer else { return nil }
    unsafe self.pointer = pointer
  }

  var code: rd_kafka_resp_err_t { unsafe rd_kafka_error_code(pointer) }
  var words: String { unsafe String(cString: rd_kafka_error_string(pointer)) }
  var isFatal: Bool { unsafe rd_kafka_error_is_fatal(pointer) != 0 }
  var isRetriable: Bool { unsafe rd_kafka_error_is_retriable(pointer) != 0 }
  var requiresAbort: Bool { unsafe rd_kafka_error_txn_requires_abort(pointer) != 0 }

  deinit { unsafe rd_kafka_error_destroy(pointer) }
}
