internal import CRdKafka
internal import Core
internal import Ports

/// Reads all partitions from given positions, in no group: it needs no right on any group, and leaves no trace there.
final class KafkaReader: LogReader {
  private let limits: KafkaLimits
  private let callbacks: ClientCallbacks
  private let operation: String
  private let partitionCounts: [Int]
  /// nil once closed.
  private var client: ClientHandle?
  private var queue: QueueHandle?
  private var intake: RecordIntake?
  /// Found while records were already in the batch; thrown by the next poll.
  private var trouble: LogError?

  init(_ configuration: KafkaConfiguration, topics: [String], partitionCounts: [Int], from start: ReadStart)
    throws(LogError)
  {
    if case .offsets = start { precondition(topics.count == 1, "offsets name the partitions of one topic") }
    limits = configuration.limits
    operation = "reading \(topics.joined(separator: ", "))"
    self.partitionCounts = partitionCounts
    callbacks = ClientCallbacks(diagnostics: configuration.diagnostics)
    let client = try configuration.makeClient(
      for: .reader(partitions: partitionCounts.reduce(0, +)), callbacks: callbacks)
    let queue = QueueHandle(of: client)
    var intake = try RecordIntake(topics: topics, of: client)
    self.client = client
    self.queue = queue
    self.intake = intake
    for (index, topic) in intake.topics.enumerated() {
      for partition in 0..<Int32(clamping: partitionCounts[index]) {
        let offset = Self.offset(of: partition, start)
        let failed = unsafe rd_kafka_consume_start_queue(topic.pointer, partition, offset, queue.pointer) != 0
        if failed { throw LogError(rd_kafka_last_error(), operation: operation) }
        intake.fence.open(topic: index, partition: partition, from: max(0, offset))
      }
    }
    self.intake = intake
  }

  deinit { close() }

  func poll(into batch: inout RecordBatch, limit: Int, wait: Timestamp.Span) throws(LogError) {
    batch.removeAll()
    guard let client, let queue else { throw closed() }
    if let error = trouble.take() { throw error }
    let deadline = Deadline(after: min(wait, limits.pollWait))
    repeat {
      // Connection errors arrive on the client's own queue.
      _ = unsafe rd_kafka_poll(client.pointer, 0)
      drain(queue, into: &batch, limit: limit, by: deadline)
    } while batch.isEmpty && trouble == nil && callbacks.outage == nil && !deadline.hasPassed
    guard batch.isEmpty else { return }
    if let error = trouble.take() ?? callbacks.outage.take() { throw error }
  }

  /// Longest wait in one go: connection errors are looked at in between.
  private static let slice: Int32 = 250

  private func drain(_ queue: QueueHandle, into batch: inout RecordBatch, limit: Int, by deadline: Deadline) {
    var wait = min(deadline.remaining, Self.slice)
    while batch.count < limit, batch.byteCount < limits.batchBytes,
      let message = unsafe MessageHandle(rd_kafka_consume_queue(queue.pointer, wait))
    {
      wait = 0
      if message.code == RD_KAFKA_RESP_ERR_NO_ERROR {
        intake?.take(message, into: &batch)
      } else if message.code == RD_KAFKA_RESP_ERR__PARTITION_EOF {
        intake?.reachEnd(message)
        // The end of one partition is no record: the wait for one goes on.
        if batch.isEmpty { wait = min(deadline.remaining, Self.slice) }
      } else if case .failed(let error) = ConsumerTrouble(message, operation: operation) {
        trouble = error
        return
      }
    }
  }

  func watermarks(topic: String) throws(LogError) -> [Int32: Range<Int64>] {
    guard let client, let index = intake?.index(of: topic) else { throw closed() }
    let operation = "watermarks of topic \(topic)"
    let deadline = Deadline(after: limits.answer)
    var found: [Int32: Range<Int64>] = [:]
    for partition in 0..<Int32(clamping: partitionCounts[index]) {
      var low: Int64 = 0
      var high: Int64 = 0
      let code = unsafe rd_kafka_query_watermark_offsets(
        client.pointer, topic, partition, &low, &high, max(1, deadline.remaining))
      guard code == RD_KAFKA_RESP_ERR_NO_ERROR else { throw client.explain(LogError(code, operation: operation)) }
      found[partition] = max(0, low)..<max(0, low, high)
    }
    return found
  }

  func positions(topic: String) throws(LogError) -> [Int32: Int64] {
    guard let intake, let index = intake.index(of: topic) else { throw closed() }
    var found: [Int32: Int64] = [:]
    for partition in 0..<Int32(clamping: partitionCounts[index]) {
      found[partition] = intake.fence.position(topic: index, partition: partition)
    }
    return found
  }

  func close() {
    guard client != nil else { return }
    for (index, topic) in (intake?.topics ?? []).enumerated() {
      for partition in 0..<Int32(clamping: partitionCounts[index]) {
        _ = unsafe rd_kafka_consume_stop(topic.pointer, partition)
      }
    }
    intake = nil
    queue = nil
    client = nil
  }

  private func closed() -> LogError {
    LogError(.other, operation: operation, reason: "the reader is closed or does not read it", hint: "open another one")
  }

  private static func offset(of partition: Int32, _ start: ReadStart) -> Int64 {
    switch start {
    case .beginning: Int64(RD_KAFKA_OFFSET_BEGINNING)
    case .end: Int64(RD_KAFKA_OFFSET_END)
    case .offsets(let offsets): offsets[partition].map { max(0, $0) } ?? Int64(RD_KAFKA_OFFSET_BEGINNING)
    }
  }
}
