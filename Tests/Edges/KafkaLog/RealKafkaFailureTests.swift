import Core
import Glibc
import KafkaLog
import Ports
import Synchronization
import TestSupport
import Testing

/// Clusters of each test's own, because they are harmed.
@Suite(.enabled(if: KafkaCluster.isAvailable, Comment(rawValue: KafkaCluster.missing)))
struct `A real Kafka in trouble` {
  private static let count = 400
  private static let patience = Duration.seconds(60)

  private static func fill(_ log: KafkaLog) throws {
    try log.createTopics([
      TopicSpecification(name: "in", partitions: 3), TopicSpecification(name: "out", partitions: 3),
    ])
    let producer = try log.producer(idempotent: true)
    defer { producer.close() }
    for number in 0..<count {
      let record = OutgoingRecord(topic: "in", partition: Int32(number % 3), key: [], value: Array("\(number)".utf8))
      try producer.send(record, token: UInt64(number))
    }
    try producer.flush(deadline: .seconds(30))
  }

  /// Copies until `out` holds every number, then looks on for a while; returns all it holds.
  private static func finish(_ stage: CopyStage, _ log: KafkaLog) throws -> [Int] {
    let reader = try log.reader(topics: ["out"], from: .beginning)
    defer { reader.close() }
    var numbers: [Int] = []
    var batch = RecordBatch()
    let deadline = ContinuousClock.now + patience
    var quiet = 0
    while quiet < 5, ContinuousClock.now < deadline {
      try stage.turn(limit: 20)
      try reader.poll(into: &batch, limit: 1_000, wait: .milliseconds(50))
      for index in 0..<batch.count {
        numbers.append(Int(String(decoding: CopyStage.bytes(batch[index].bytes), as: UTF8.self)) ?? -1)
      }
      quiet = batch.isEmpty && Set(numbers).count >= count ? quiet + 1 : 0
    }
    stage.session.close()
    return numbers.sorted()
  }

  /// Stops the node this long after a commit has begun, so that each round hits another step of the transaction.
  private static func freeze(_ cluster: KafkaCluster, _ progress: CopyStage.Progress, after delay: Duration) async throws {
    try await onOwnThread {
      let begun = progress.commits
      while progress.commits == begun {
        try #require(!progress.hasEnded, "the stage ended before the broker was stopped")
        sched_yield()
      }
      let moment = ContinuousClock.now + delay
      while ContinuousClock.now < moment {}
      try cluster.signal(SIGSTOP)
      defer { try? cluster.signal(SIGCONT) }
      let rewinds = progress.rewound
      while progress.rewound == rewinds {
        try #require(!progress.hasEnded, "the stage ended while the broker was stopped")
        sched_yield()
      }
    }
  }

  @Test func `that freezes in the middle of commits has each record's effect once`() async throws {
    let cluster = try await onOwnThread { try KafkaCluster() }
    let progress = CopyStage.Progress()
    async let found = onOwnThread {
      defer { progress.end() }
      var limits = KafkaLimits()
      limits.answer = .seconds(1)
      let log = try cluster.log(limits)
      try Self.fill(try cluster.log())
      let stage = try CopyStage(
        log, input: "in", output: "out", group: "copy", timeout: .seconds(2), progress: progress)
      return try Self.finish(stage, log)
    }
    for delay in [0, 10] { try await Self.freeze(cluster, progress, after: .milliseconds(delay)) }
    #expect(try await found == Array(0..<Self.count))
    #expect(progress.rewound >= 2)
  }

  @Test func `that loses one of three nodes has each record's effect once`() async throws {
    let found = try await onOwnThread {
      let cluster = try KafkaCluster(nodes: 3)
      let log = try cluster.log()
      try Self.fill(log)
      let stage = try CopyStage(log, input: "in", output: "out", group: "copy", timeout: .seconds(10))
      let deadline = ContinuousClock.now + Self.patience
      while stage.commits < 3, ContinuousClock.now < deadline { try stage.turn(limit: 20) }
      try cluster.signal(SIGKILL, node: 2)
      return try Self.finish(stage, log)
    }
    #expect(found == Array(0..<Self.count))
  }

  @Test func `that asks for certificates lets a principal do what its ACLs say, and no more`() async throws {
    try await onOwnThread {
      let cluster = try KafkaCluster(secure: true)
      var limits = KafkaLimits()
      limits.answer = .seconds(10)
      limits.delivery = .seconds(10)
      let admin = try cluster.log(limits, tls: try cluster.certificate("admin"))
      try admin.createTopics([TopicSpecification(name: "sightings", partitions: 1)])
      let camera = try cluster.log(limits, tls: try cluster.certificate("camera"))
      #expect(try Self.deliver(camera)?.kind == .notAuthorized)
      try cluster.admin(
        "acls", "--add", "--allow-principal", "User:camera", "--operation", "Write", "--topic", "sightings")
      let deadline = ContinuousClock.now + Self.patience
      while let error = try Self.deliver(camera), ContinuousClock.now < deadline {
        try #require(error.kind == .notAuthorized, "\(error)")
      }
      #expect(try Self.deliver(camera) == nil)

      // It may append, and neither read nor join.
      var batch = RecordBatch()
      let reader = try camera.reader(topics: ["sightings"], from: .beginning)
      defer { reader.close() }
      let unread = #expect(throws: LogError.self) {
        try reader.poll(into: &batch, limit: 1, wait: .seconds(20))
      }
      #expect(unread?.kind == .notAuthorized)
      let returned = batch.count
      #expect(returned == 0)
      let session = #expect(throws: LogError.self) {
        _ = try camera.session(SessionOptions(group: "g", topics: ["sightings"], transactionalID: "t"))
      }
      #expect(session?.kind == .notAuthorized)

      // Without a certificate, or trusting nobody the broker was signed by, nothing goes.
      limits.answer = .seconds(2)
      let files = try cluster.certificate("admin")
      for tls in [KafkaTLS(authorityLocation: files.authorityLocation), KafkaTLS(), nil] {
        let error = #expect(throws: LogError.self) {
          _ = try cluster.log(limits, tls: tls).partitionCount(of: "sightings")
        }
        #expect(error?.kind != .misconfigured && error?.reason.isEmpty == false, "\(String(describing: error))")
      }
    }
  }

  private static func deliver(_ log: KafkaLog) throws -> LogError? {
    let producer = try log.producer(idempotent: false)
    defer { producer.close() }
    try producer.send(OutgoingRecord(topic: "sightings", key: [1], value: [1]), token: 1)
    try producer.flush(deadline: .seconds(30))
    return producer.poll(wait: .zero).first?.error
  }
}
