import Core
import Foundation
import KafkaLog
import Ports
import TestSupport
import Testing

@Suite struct `A Kafka configuration` {
  private func refusal(_ change: (inout KafkaConfiguration) -> Void) -> LogError? {
    var configuration = KafkaConfiguration(bootstrapServers: "127.0.0.1:1", diagnostics: { _ in })
    change(&configuration)
    return #expect(throws: LogError.self) { _ = try KafkaLog(configuration) }
  }

  @Test func `that names no server is refused`() {
    for servers in ["", " ", ","] {
      let error = refusal { $0.bootstrapServers = servers }
      #expect(error?.kind == .misconfigured)
      #expect(error?.operation == "setting bootstrap.servers")
    }
  }

  @Test func `with an unknown property says which and where to look`() {
    let error = refusal { $0.properties = ["linger.millis": "5"] }
    #expect(error?.kind == .misconfigured)
    #expect(error?.operation == "setting linger.millis")
    #expect(error?.reason.contains("No such configuration property") == true)
    #expect(error?.hint.contains(KafkaLog.version) == true)
  }

  @Test func `with a value out of range says which range`() {
    let error = refusal { $0.properties = ["socket.timeout.ms": "1"] }
    #expect(error?.kind == .misconfigured)
    #expect(error?.reason.contains("10..300000") == true)
  }

  @Test func `may not change what exactly-once or privacy rest on`() {
    for name in KafkaConfiguration.ownedProperties.sorted() {
      let error = refusal { $0.properties = [name: "1"] }
      #expect(error?.kind == .misconfigured)
      #expect(error?.operation == "setting \(name)")
    }
  }

  @Test func `takes other properties as they are`() throws {
    _ = try KafkaLog(
      KafkaConfiguration(bootstrapServers: "127.0.0.1:1", properties: ["socket.keepalive.enable": "true"]))
  }

  @Test func `with files that are not there is refused at once`() {
    let error = refusal { $0.tls = KafkaTLS(authorityLocation: "/nonexistent/ca.crt") }
    #expect(error?.kind == .misconfigured)
    #expect(error?.reason.contains("ssl.ca.location") == true)
  }

  @Test func `does not show a password to the net`() {
    let error = refusal { $0.sasl = KafkaSASL(mechanism: .plain, username: "u", password: .literal("secret")) }
    #expect(error?.kind == .misconfigured)
    #expect(error.map { "\($0)".contains("secret") } == false)
  }

  @Test func `reads a password from its source, and never shows it`() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "swerve-secret-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "password")
    try Data("secret\n".utf8).write(to: file)
    func open(_ secret: KafkaSecret) throws {
      let sasl = KafkaSASL(mechanism: .scramSHA256, username: "u", password: secret)
      _ = try KafkaLog(KafkaConfiguration(bootstrapServers: "127.0.0.1:1", sasl: sasl, diagnostics: { _ in }))
    }
    try open(.file(file.path))
    try open(.literal("secret"))
    #expect("\(KafkaSecret.literal("secret"))" == "literal")
    for missing in [KafkaSecret.file("/nonexistent/password"), .environment("SWERVE_NO_SUCH_VARIABLE")] {
      let error = #expect(throws: LogError.self) { try open(missing) }
      #expect(error?.kind == .misconfigured)
    }
  }

  @Test func `tells the version of librdkafka that is loaded`() {
    #expect(KafkaLog.version.split(separator: ".").count >= 3)
  }

  @Test func `with an authority but no server reports the broker as unavailable within the deadline`() async throws {
    try await onOwnThread {
      var limits = KafkaLimits()
      limits.answer = .milliseconds(700)
      // Port 1 of loopback refuses.
      let log = try KafkaLog(
        KafkaConfiguration(bootstrapServers: "127.0.0.1:1", limits: limits, diagnostics: { _ in }))
      let topic = TopicSpecification(name: "t", partitions: 1)
      let options = SessionOptions(group: "g", topics: ["t"], transactionalID: "x")
      let calls: [() throws -> Void] = [
        { _ = try log.partitionCount(of: "t") }, { try log.createTopics([topic]) },
        { _ = try log.reader(topics: ["t"], from: .beginning) }, { _ = try log.session(options) },
      ]
      for call in calls {
        let start = ContinuousClock.now
        let error = #expect(throws: LogError.self) { try call() }
        #expect(error?.kind == .unavailable || error?.kind == .timedOut)
        #expect(error?.reason.contains("refused") == true, "the cause is named: \(String(describing: error))")
        #expect(ContinuousClock.now - start < .seconds(5))
      }
    }
  }
}
