import Core
import Glibc
import KafkaLog
import Ports
import Synchronization
import TestSupport
import Testing

/// A cluster that wants certificates, and is harmed: one test after the other.
@Suite(.serialized, .enabled(if: KafkaCluster.isAvailable, Comment(rawValue: KafkaCluster.missing)))
struct `A secured Kafka in trouble` {
  private static let cluster = Result { try KafkaCluster(secure: true) }
  /// Stops the node this long after a commit has begun, so that each round hits another step of the transaction.
  private static func freeze(_ cluster: KafkaCluster, _ progress: CopyStage.Progress, after delay: Duration)
    async throws
  {
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

  @Test func `that asks for certificates lets a principal do what its ACLs say, and no more`() async throws {
    try await onOwnThread {
      let cluster = try Self.cluster.get()
      var limits = KafkaLimits()
      limits.answer = .seconds(10)
      limits.delivery = .seconds(10)
      let admin = try cluster.log(limits, tls: try cluster.certificate("admin"))
      try admin.createTopics([TopicSpecification(name: "sightings", partitions: 1)])
      let camera = try cluster.log(limits, tls: try cluster.certificate("camera"))
      #expect(try Self.deliver(camera)?.kind == .notAuthorized)
      try cluster.admin(
        "acls", "--add", "--allow-principal", "User:camera", "--operation", "Write", "--topic", "sightings")
      let deadline = ContinuousClock.now + CopyStage.patience
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

  @Test func `that freezes in the middle of commits has each record's effect once`() async throws {
    let cluster = try await onOwnThread { try Self.cluster.get() }
    let progress = CopyStage.Progress()
    async let found = onOwnThread {
      defer { progress.end() }
      let admin = try cluster.certificate("admin")
      try CopyStage.fill(try cluster.log(tls: admin))
      var limits = KafkaLimits()
      limits.answer = .seconds(2)
      let log = try cluster.log(limits, tls: admin)
      return try CopyStage.finish(try Self.open(log, progress), log)
    }
    for delay in [0, 10] { try await Self.freeze(cluster, progress, after: .milliseconds(delay)) }
    #expect(try await found == Array(0..<CopyStage.count))
    #expect(progress.rewound >= 2)
  }

  /// A fresh cluster may need longer than the stage's short limits to load its coordinators.
  private static func open(_ log: KafkaLog, _ progress: CopyStage.Progress) throws -> CopyStage {
    let deadline = ContinuousClock.now + CopyStage.patience
    while true {
      do {
        return try CopyStage(
          log, input: "in", output: "out", group: "copy", timeout: .seconds(2), progress: progress)
      } catch let error as LogError {
        guard error.kind == .timedOut || error.kind == .unavailable, ContinuousClock.now < deadline else { throw error }
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
