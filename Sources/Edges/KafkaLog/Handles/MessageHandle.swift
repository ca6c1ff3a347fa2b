internal import CRdKafka

/// Owner of one consumed `rd_kafka_message_t`; key and value are views into librdkafka's fetch buffer.
@safe struct MessageHandle: ~Copyable {
  let pointer: UnsafeMutablePointer<rd_kafka_message_t>

  /// nil where the poll brought nothing.
  init?(_ pointer: UnsafeMutablePointer<rd_kafka_message_t>?) {
    guard let pointer = unsafe pointer else { return nil }
    unsafe self.pointer = pointer
  }

  deinit { unsafe rd_kafka_message_destroy(pointer) }

  var code: rd_kafka_resp_err_t { unsafe pointer.pointee.err }

  /// librdkafka's words, where the message is an error.
  var words: String { unsafe String(cString: rd_kafka_message_errstr(pointer)) }
}
