internal import CRdKafka
internal import Core
internal import Ports

/// A producer without transactions; `acks=all`.
final class KafkaProducer: LogProducer {
  private let limits: KafkaLimits
  private let callbacks: ClientCallbacks
  private let embedded: EmbeddedBroker?
  /// nil once closed.
  private var client: ClientHandle?
  private var queue: RecordQueue?

  init(_ configuration: KafkaConfiguration, idempotent: Bool, embedded: EmbeddedBroker?) throws(LogError) {
    limits = configuration.limits
    self.embedded = embedded
    callbacks = ClientCallbacks(diagnostics: configuration.diagnostics, wantsReports: true)
    let client = try configuration.makeClient(for: .producer(idempotent: idempotent), callbacks: callbacks)
    queue = RecordQueue(client)
    self.client = client
  }

  deinit { close() }

  func send(_ record: OutgoingRecord, token: UInt64) throws(LogError) {
    guard let queue else { throw Self.closed(operation: "sending to topic \(record.topic)") }
    guard callbacks.reports.count < limits.heldReports else {
      throw LogError(
        .other, operation: "sending to topic \(record.topic)",
        reason: "\(callbacks.reports.count) delivery reports were not collected", hint: "call poll between sends")
    }
    // The embedded broker would make the topic.
    if let embedded, embedded.partitions(of: record.topic) == nil {
      throw LogError(RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC, operation: "sending to topic \(record.topic)")
    }
    try queue.add(record, token: token, within: limits.sendWait)
  }

  func poll(wait: Timestamp.Span) -> [DeliveryReport] {
    guard let client else { return takeReports() }
    let patience = callbacks.reports.isEmpty ? min(wait, limits.pollWait).callMilliseconds : 0
    _ = unsafe rd_kafka_poll(client.pointer, patience)
    return takeReports()
  }

  func flush(deadline: Timestamp.Span) throws(LogError) {
    guard let client else { return }
    let code = unsafe rd_kafka_flush(client.pointer, deadline.callMilliseconds)
    guard code == RD_KAFKA_RESP_ERR_NO_ERROR else {
      let left = unsafe rd_kafka_outq_len(client.pointer)
      throw LogError(code, operation: "flush of a producer", words: "\(left) records are not decided yet")
    }
  }

  /// Waits at most `KafkaLimits.closeWait` for what is queued, then drops the rest; reports stay to be collected.
  func close() {
    guard let client else { return }
    _ = unsafe rd_kafka_flush(client.pointer, limits.closeWait.callMilliseconds)
    _ = unsafe rd_kafka_purge(client.pointer, RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT)
    // Serves the reports of what was purged.
    _ = unsafe rd_kafka_poll(client.pointer, 0)
    queue = nil
    self.client = nil
  }

  private func takeReports() -> [DeliveryReport] {
    let taken = callbacks.reports
    callbacks.reports = []
    return taken
  }

  private static func closed(operation: String) -> LogError {
    LogError(.other, operation: operation, reason: "the producer is closed", hint: "open another one")
  }
}
