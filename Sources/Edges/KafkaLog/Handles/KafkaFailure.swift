internal import CRdKafka
internal import Ports

/// What an `rd_kafka_error_t` said: its code, its words and the three answers that decide what a transaction does next.
struct KafkaFailure: Error {
  let code: rd_kafka_resp_err_t
  let words: String
  /// The client is of no further use.
  let isFatal: Bool
  /// The same call may be made again; the outcome of this one is unknown.
  let isRetriable: Bool
  /// The transaction must be aborted.
  let requiresAbort: Bool

  /// Takes ownership of librdkafka's error, if there is one, and frees it.
  init?(taking pointer: OpaquePointer?) {
    guard let handle = unsafe ErrorHandle(pointer) else { return nil }
    code = handle.code
    words = handle.words
    isFatal = handle.isFatal
    isRetriable = handle.isRetriable
    requiresAbort = handle.requiresAbort
  }

  func error(in operation: String) -> LogError { LogError(code, operation: operation, words: words) }
}
