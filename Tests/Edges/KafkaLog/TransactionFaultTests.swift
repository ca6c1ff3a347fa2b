import Core
import KafkaLog
import Ports
import TestSupport
import Testing

/// Faults in the middle of a commit, on an embedded broker of each test's own.
@Suite struct `A commit that fails` {
  private static let count = 60

  /// Fills `in`, lets `break` the broker while a stage copies, and returns the numbers found in `out`.
  private static func copy(
    timeout: Timestamp.Span = .seconds(10), _ breaking: (EmbeddedBroker) -> Void
  ) throws -> (numbers: [Int], rewinds: Int) {
    var limits = KafkaLimits()
    limits.answer = .seconds(5)
    let broker = try EmbeddedBroker()
    let log = try broker.log(QuietConfiguration.of(limits))
    try log.createTopics([
      TopicSpecification(name: "in", partitions: 2), TopicSpecification(name: "out", partitions: 2),
    ])
    let producer = try log.producer(idempotent: true)
    for number in 0..<count {
      let record = OutgoingRecord(topic: "in", partition: Int32(number % 2), key: [], value: Array("\(number)".utf8))
      try producer.send(record, token: UInt64(number))
    }
    try producer.flush(deadline: .seconds(20))
    producer.close()
    let stage = try CopyStage(log, input: "in", output: "out", group: "copy", timeout: timeout)
    defer { stage.session.close() }
    let deadline = ContinuousClock.now + .seconds(60)
    while stage.commits == 0, ContinuousClock.now < deadline { try stage.turn(limit: 10) }
    breaking(broker)
    let output = try log.reader(topics: ["out"], from: .beginning)
    defer { output.close() }
    var numbers: [Int] = []
    var batch = RecordBatch()
    // The embedded broker shows what an aborted transaction wrote, too: numbers may come twice, but none may be
    // missing.
    while Set(numbers).count < count || stage.rewinds == 0, ContinuousClock.now < deadline {
      try stage.turn(limit: 10)
      try output.poll(into: &batch, limit: 1_000, wait: .milliseconds(20))
      for index in 0..<batch.count {
        numbers.append(Int(String(decoding: CopyStage.bytes(batch[index].bytes), as: UTF8.self)) ?? -1)
      }
    }
    guard Set(numbers).count < count else { return (numbers, stage.rewinds) }
    // Were they never written, or did a reader miss them? Another one tells.
    let again = try Self.numbers(in: log)
    Issue.record(
      "\(stage.rewinds) rewinds; read in this order: \(numbers); by another reader: \(again)", severity: .warning)
    return (again, stage.rewinds)
  }

  /// All of `out`, as a reader has it that begins now.
  private static func numbers(in log: any RecordLog) throws -> [Int] {
    let reader = try log.reader(topics: ["out"], from: .beginning)
    defer { reader.close() }
    var numbers: [Int] = []
    var batch = RecordBatch()
    let deadline = ContinuousClock.now + .seconds(20)
    while Set(numbers).count < count, ContinuousClock.now < deadline {
      try reader.poll(into: &batch, limit: 1_000, wait: .milliseconds(100))
      for index in 0..<batch.count {
        numbers.append(Int(String(decoding: CopyStage.bytes(batch[index].bytes), as: UTF8.self)) ?? -1)
      }
    }
    return numbers
  }

  @Test(arguments: [
    EmbeddedBroker.Request.produce, .addPartitionsToTransaction, .addOffsetsToTransaction, .transactionOffsetCommit,
    .endTransaction,
  ])
  func `with an answer that comes too late is done again, and nothing is lost`(
    _ request: EmbeddedBroker.Request
  ) async throws {
    let (numbers, rewinds) = try await onOwnThread {
      try Self.copy(timeout: .seconds(2)) { $0.delay(request, by: .seconds(4)) }
    }
    #expect(Set(numbers) == Set(0..<Self.count))
    #expect(rewinds >= 1)
    // At most the ten of the broken commit are there twice.
    #expect(numbers.count <= Self.count + 10 * rewinds)
  }

  @Test(arguments: [EmbeddedBroker.Fault.topicNotAuthorized, .recordTooLarge])
  func `because it will never be taken is not tried again`(_ fault: EmbeddedBroker.Fault) async throws {
    let error = await #expect(throws: LogError.self) {
      try await onOwnThread { _ = try Self.copy { $0.fail(.produce, with: [fault]) } }
    }
    #expect(error?.kind == (fault == .recordTooLarge ? .tooLarge : .notAuthorized))
  }

  @Test func `because the group has moved on is done again`() async throws {
    let (numbers, rewinds) = try await onOwnThread {
      try Self.copy { $0.fail(.transactionOffsetCommit, with: [.illegalGeneration]) }
    }
    #expect(Set(numbers) == Set(0..<Self.count))
    #expect(rewinds >= 1)
  }

  @Test func `because another has taken the identity over ends the session`() async throws {
    let error = await #expect(throws: LogError.self) {
      try await onOwnThread { _ = try Self.copy { $0.fail(.endTransaction, with: [.producerFenced]) } }
    }
    #expect(error?.kind == .fenced)
    #expect(error?.hint.isEmpty == false)
  }

  @Test func `a session asks for no longer transaction than 15 s`() throws {
    let log = try EmbeddedBroker().log(QuietConfiguration.of())
    try log.createTopics([TopicSpecification(name: "in", partitions: 1)])
    let error = #expect(throws: LogError.self) {
      _ = try log.session(
        SessionOptions(group: "g", topics: ["in"], transactionalID: "t", transactionTimeout: .seconds(16)))
    }
    #expect(error?.kind == .misconfigured)
  }
}
