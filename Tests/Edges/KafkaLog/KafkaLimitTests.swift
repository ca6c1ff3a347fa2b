import Core
import KafkaLog
import Ports
import TestSupport
import Testing

@Suite struct `A limit of a Kafka client` {
  private static func open(_ change: (inout KafkaLimits) -> Void) throws -> KafkaLog {
    var limits = KafkaLimits()
    change(&limits)
    let log = try EmbeddedBroker().log(QuietConfiguration.of(limits))
    try log.createTopics([TopicSpecification(name: "t", partitions: 1)])
    return log
  }

  @Test func `on the bytes of a batch holds, one record apart`() async throws {
    try await onOwnThread {
      let log = try Self.open { $0.batchBytes = 1_000 }
      let producer = try log.producer(idempotent: true)
      defer { producer.close() }
      for number in 0..<20 {
        try producer.send(
          OutgoingRecord(topic: "t", key: [], value: [UInt8](repeating: 0, count: 400)), token: UInt64(number))
      }
      try producer.flush(deadline: .seconds(20))
      let reader = try log.reader(topics: ["t"], from: .beginning)
      defer { reader.close() }
      var batch = RecordBatch()
      var seen = 0
      let deadline = ContinuousClock.now + .seconds(20)
      while seen < 20, ContinuousClock.now < deadline {
        try reader.poll(into: &batch, limit: 100, wait: .milliseconds(200))
        let (records, bytes) = (batch.count, batch.byteCount)
        #expect(records <= 3 && bytes <= 1_399)
        seen += records
      }
      #expect(seen == 20)
    }
  }

  @Test func `on a poll's wait holds whatever the caller asks`() async throws {
    try await onOwnThread {
      let log = try Self.open { $0.pollWait = .milliseconds(50) }
      let reader = try log.reader(topics: ["t"], from: .beginning)
      defer { reader.close() }
      let producer = try log.producer(idempotent: false)
      defer { producer.close() }
      var batch = RecordBatch()
      let start = ContinuousClock.now
      try reader.poll(into: &batch, limit: 1, wait: .hours(1))
      #expect(producer.poll(wait: .hours(1)).isEmpty)
      #expect(ContinuousClock.now - start < .seconds(10))
    }
  }

  @Test func `on a record's size holds`() async throws {
    try await onOwnThread {
      let log = try Self.open { $0.recordBytes = 10_000 }
      let producer = try log.producer(idempotent: false)
      defer { producer.close() }
      let error = #expect(throws: LogError.self) {
        try producer.send(OutgoingRecord(topic: "t", key: [], value: [UInt8](repeating: 0, count: 10_001)), token: 1)
      }
      #expect(error?.kind == .tooLarge)
      #expect(error?.hint.contains("message.max.bytes") == true)
    }
  }
}
