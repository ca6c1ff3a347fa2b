import Core
import KafkaLog
import Ports
import TestSupport
import Testing

/// Faults put into an embedded broker of each test's own.
@Suite struct `A broker that fails` {
  private static let patience = Timestamp.Span.seconds(30)

  private static func open(_ change: (inout KafkaLimits) -> Void = { _ in }) throws -> (EmbeddedBroker, KafkaLog) {
    var limits = KafkaLimits()
    change(&limits)
    let broker = try EmbeddedBroker()
    let log = try broker.log(QuietConfiguration.of(limits))
    try log.createTopics([
      TopicSpecification(name: "in", partitions: 2), TopicSpecification(name: "out", partitions: 2),
    ])
    return (broker, log)
  }

  private static func record(_ topic: String, _ number: Int) -> OutgoingRecord {
    OutgoingRecord(topic: topic, key: [UInt8(truncatingIfNeeded: number)], value: Array(String(number).utf8))
  }

  @Test func `with a passing error is asked again until the record is delivered`() async throws {
    try await onOwnThread {
      let (broker, log) = try Self.open()
      broker.fail(.produce, with: [.notLeader, .disconnect, .notEnoughReplicas])
      let producer = try log.producer(idempotent: true)
      defer { producer.close() }
      try producer.send(Self.record("out", 1), token: 7)
      try producer.flush(deadline: Self.patience)
      #expect(producer.poll(wait: .zero) == [DeliveryReport(token: 7)])
    }
  }

  @Test func `with a lasting error is reported with the record's token`() async throws {
    try await onOwnThread {
      let (broker, log) = try Self.open()
      for (fault, kind) in [
        (EmbeddedBroker.Fault.topicNotAuthorized, LogError.Kind.notAuthorized), (.recordTooLarge, .tooLarge),
      ] {
        broker.fail(.produce, with: [fault])
        let producer = try log.producer(idempotent: false)
        defer { producer.close() }
        try producer.send(Self.record("out", 1), token: 9)
        try producer.flush(deadline: Self.patience)
        let reports = producer.poll(wait: .zero)
        #expect(reports.map(\.token) == [9])
        #expect(reports.first?.error?.kind == kind)
        #expect(reports.first?.error?.hint.isEmpty == false)
      }
    }
  }

  @Test func `and stays away leaves records undelivered within the deadline, reported each`() async throws {
    try await onOwnThread {
      let (broker, log) = try Self.open { limits in
        limits.delivery = .milliseconds(1_500)
        limits.closeWait = .milliseconds(100)
      }
      broker.takeDown()
      let producer = try log.producer(idempotent: false)
      defer { producer.close() }
      try producer.send(Self.record("out", 1), token: 1)
      let early = #expect(throws: LogError.self) { try producer.flush(deadline: .milliseconds(100)) }
      #expect(early?.kind == .timedOut)
      try producer.flush(deadline: .seconds(20))
      let reports = producer.poll(wait: .zero)
      #expect(reports.map(\.token) == [1])
      #expect(reports.first?.error?.kind == .timedOut)
    }
  }

  @Test func `makes a full queue wait for its deadline, and no longer`() async throws {
    try await onOwnThread {
      let (broker, log) = try Self.open { limits in
        limits.producerQueueRecords = 10
        limits.sendWait = .milliseconds(300)
        limits.closeWait = .milliseconds(100)
      }
      broker.takeDown()
      let producer = try log.producer(idempotent: false)
      defer { producer.close() }
      for number in 0..<10 { try producer.send(Self.record("out", number), token: UInt64(number)) }
      let start = ContinuousClock.now
      let error = #expect(throws: LogError.self) { try producer.send(Self.record("out", 10), token: 10) }
      #expect(error?.kind == .timedOut)
      #expect(ContinuousClock.now - start >= .milliseconds(300))
      #expect(ContinuousClock.now - start < .seconds(5))
      // Closing decides what is queued: each record is reported once.
      producer.close()
      #expect(Set(producer.poll(wait: .zero).map(\.token)) == Set(0..<10))
    }
  }

  @Test func `and comes back lets a full queue go on`() async throws {
    try await onOwnThread {
      let (broker, log) = try Self.open { limits in limits.producerQueueRecords = 10 }
      broker.setRoundTrip(.milliseconds(5))
      let producer = try log.producer(idempotent: true)
      defer { producer.close() }
      var reported = 0
      for number in 0..<500 {
        try producer.send(Self.record("out", number), token: UInt64(number))
        reported += producer.poll(wait: .zero).count
      }
      try producer.flush(deadline: Self.patience)
      reported += producer.poll(wait: .zero).count
      #expect(reported == 500)
    }
  }

  @Test func `refuses a producer whose reports nobody collects`() async throws {
    try await onOwnThread {
      let (_, log) = try Self.open { limits in limits.heldReports = 5 }
      let producer = try log.producer(idempotent: false)
      defer { producer.close() }
      for number in 0..<5 { try producer.send(Self.record("out", number), token: UInt64(number)) }
      try producer.flush(deadline: Self.patience)
      let error = #expect(throws: LogError.self) { try producer.send(Self.record("out", 6), token: 6) }
      #expect(error?.kind == .other)
      #expect(producer.poll(wait: .zero).count == 5)
      try producer.send(Self.record("out", 6), token: 6)
    }
  }

  @Test func `and goes down tells a reader once, which reads on when it is back`() async throws {
    try await onOwnThread {
      let (broker, log) = try Self.open()
      let reader = try log.reader(topics: ["out"], from: .beginning)
      defer { reader.close() }
      var batch = RecordBatch()
      try reader.poll(into: &batch, limit: 10, wait: .milliseconds(300))
      broker.takeDown()
      let error = #expect(throws: LogError.self) { try reader.poll(into: &batch, limit: 10, wait: .seconds(20)) }
      #expect(error?.kind == .unavailable)
      broker.bringUp()
      let producer = try log.producer(idempotent: false)
      defer { producer.close() }
      try producer.send(Self.record("out", 1), token: 1)
      try producer.flush(deadline: Self.patience)
      try reader.poll(into: &batch, limit: 10, wait: Self.patience)
      #expect(batch.count == 1)
    }
  }

  @Test func `and moves a leader loses no record for a reader`() async throws {
    try await onOwnThread {
      let broker = try EmbeddedBroker(brokers: 3)
      let log = try broker.log(QuietConfiguration.of())
      try log.createTopics([TopicSpecification(name: "out", partitions: 1)])
      let producer = try log.producer(idempotent: true)
      defer { producer.close() }
      let reader = try log.reader(topics: ["out"], from: .beginning)
      defer { reader.close() }
      var batch = RecordBatch()
      var offsets: [Int64] = []
      for round in 1...3 {
        broker.moveLeader(of: "out", partition: 0, to: round)
        for number in 0..<20 { try producer.send(Self.record("out", number), token: UInt64(number)) }
        try producer.flush(deadline: Self.patience)
        let deadline = ContinuousClock.now + .seconds(30)
        while offsets.count < round * 20, ContinuousClock.now < deadline {
          try reader.poll(into: &batch, limit: 7, wait: .milliseconds(200))
          for index in 0..<batch.count { offsets.append(batch[index].offset) }
        }
      }
      #expect(offsets == Array(0..<60))
    }
  }
}
