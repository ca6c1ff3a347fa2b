internal import Core
internal import Ports

/// Writes at once; reports are kept until they are collected.
final class MemoryLogProducer: LogProducer {
  private let storage: MemoryLogStorage
  private var reports: [DeliveryReport] = []
  private var isClosed = false

  init(_ storage: MemoryLogStorage) { self.storage = storage }

  func send(_ record: OutgoingRecord, token: UInt64) throws(LogError) {
    let operation = "sending to topic \(record.topic)"
    guard !isClosed else { throw LogError(.other, operation: operation, reason: "the producer is closed") }
    try storage.call(operation) { (state) throws(LogError) in
      state.append(record, at: try state.place(of: record))
    }
    reports.append(DeliveryReport(token: token))
  }

  func poll(wait: Timestamp.Span) -> [DeliveryReport] {
    defer { reports = [] }
    return reports
  }

  func flush(deadline: Timestamp.Span) throws(LogError) {
    try storage.call("flush of a producer") { (_) throws(LogError) in }
  }

  func close() { isClosed = true }
}
