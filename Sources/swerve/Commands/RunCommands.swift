import Core
import Credentials
import Foundation
import HTTPFront
import KafkaLog
import Ports
import Runtime

/// `swerve run …`: one stage as its own process, until Ctrl-C.
extension Command {
  static let topics = Command(
    name: "topics create", summary: "make the topics of schemas/topics.json that a broker does not have yet",
    shape: CommandLineShape(
      options: KafkaOptions.all + [
        Option(
          name: "--recorded-time", value: nil,
          help: "records carry their writer's time: for recordings, not for cameras"),
        Option(name: "--partitions", value: "N", help: "partitions of each topic, instead of those of the schema"),
      ])
  ) { arguments in
    let log = try KafkaOptions.requiredLog(arguments)
    var topics = arguments.has("--recorded-time") ? Topology.topicsOfRecordedTime : Topology.topics
    if let partitions = try arguments.integer("--partitions", in: 1...10_000) {
      for index in topics.indices { topics[index].partitions = min(topics[index].partitions, partitions) }
    }
    try log.createTopics(topics)
    Console.note("topics: \(topics.count) are there")
  }

  static let runIssuer = Command(
    name: "run issuer", summary: "run the issuer of anonymous credentials",
    shape: CommandLineShape(
      options: KafkaOptions.all + [
        Option(name: "--secret", value: "FILE", help: "the issuer's secret (swerve issuer keygen)"),
        Option(
          name: "--any-day", value: nil, help: "credentials for days long past too: for recordings, not for cameras"),
        Option(name: "--store", value: "FILE", help: "what was issued to whom today (issuer.sqlite)"),
        Option(name: "--address", value: "IP", help: "where to listen (127.0.0.1)"),
        Option(name: "--port", value: "N", help: "the port (8090)"),
      ])
  ) { arguments in
    guard let path = arguments.text("--secret") else { throw UsageError("--secret is missing") }
    let log = try KafkaOptions.requiredLog(arguments)
    let issuer = try IssuerService(
      secret: try IssuerFiles.secret(path), storePath: arguments.text("--store") ?? "issuer.sqlite",
      clock: SystemClock(),
      anyDay: arguments.has("--any-day"))
    let server = IssuerFront.server(
      address: arguments.text("--address") ?? "127.0.0.1",
      port: UInt16(try arguments.integer("--port", in: 0...65_535) ?? 8090), issuer: issuer)
    let interrupt = Interrupt()
    let thread = StageThread("issuer", failed: Console.note) { try issuer.run(log: log, until: $0) }
    try server.start()
    Console.note("issuer: http://127.0.0.1:\(server.port)/v1/credentials")
    await interrupt.wait { thread.reason != nil }
    await server.stop()
    thread.stop()
    if let reason = thread.reason { throw CommandFailure(.failure, reason) }
  }

  static let runAdmission = Command(
    name: "run admission", summary: "run the stage that believes or refuses sightings",
    discussion: """
      Start as many as there is work for: they share the partitions of network.sightings. Each needs its own --instance;
      two of one name push each other out.
      """,
    shape: CommandLineShape(
      options: KafkaOptions.all + StageOptions.all + [
        Option(name: "--secret", value: "FILE", help: "the issuer's secret (swerve issuer keygen)")
      ])
  ) { arguments in
    guard let path = arguments.text("--secret") else { throw UsageError("--secret is missing") }
    let key = try IssuerFiles.secret(path)
    let log = try KafkaOptions.requiredLog(arguments)
    try await StageOptions.run("admission", arguments) { signal, meter, instance in
      let runtime = try Stages.admission(log: log, issuer: key, clock: SystemClock(), instance: instance)
      try Stages.run(runtime, until: signal, report: meter.update)
    }
  }

  static let runInference = Command(
    name: "run inference", summary: "run the stage that infers hazards",
    shape: CommandLineShape(
      options: KafkaOptions.all + StageOptions.all + [
        Option(name: "--minimum-cameras", value: "N", help: "distinct cameras that open a hazard, 2 to 10 (10)")
      ])
  ) { arguments in
    var rule = HazardRule()
    rule.minimumCameras = try arguments.integer("--minimum-cameras", in: 2...10) ?? rule.minimumCameras
    let log = try KafkaOptions.requiredLog(arguments)
    try await StageOptions.run("inference", arguments) { [rule] signal, meter, instance in
      let runtime = try Stages.inference(log: log, rule: rule, clock: SystemClock(), instance: instance)
      try Stages.run(runtime, until: signal, report: meter.update)
    }
  }

  static let runAlerts = Command(
    name: "run alerts", summary: "run the stage that tells drivers: GeoJSON and server-sent events",
    shape: CommandLineShape(
      options: KafkaOptions.all + [
        Option(name: "--address", value: "IP", help: "where to listen (127.0.0.1)"),
        Option(name: "--port", value: "N", help: "for requests, /livez, /readyz, /metrics (8080)"),
        Option(name: "--stream-port", value: "N", help: "for /v1/hazards/stream (8081)"),
      ])
  ) { arguments in
    let log = try KafkaOptions.requiredLog(arguments)
    let partitions = try log.partitionCount(of: Topology.Topic.hazards)
    let alerts = AlertService(partitions: partitions, clock: SystemClock())
    let front = try PublicFront(
      address: arguments.text("--address") ?? "127.0.0.1",
      port: UInt16(try arguments.integer("--port", in: 0...65_535) ?? 8080),
      streamPort: UInt16(try arguments.integer("--stream-port", in: 0...65_535) ?? 8081), alerts: alerts)
    let interrupt = Interrupt()
    let thread = StageThread("alerts", failed: Console.note) { try alerts.run(log: log, until: $0) }
    try front.start()
    Console.note("alerts: http://127.0.0.1:\(front.port)/v1/hazards, streams on port \(front.streamPort)")
    await interrupt.wait { thread.reason != nil }
    await front.stop()
    thread.stop()
    if let reason = thread.reason { throw CommandFailure(.failure, reason) }
  }
}

/// What the stages that only move records have in common.
enum StageOptions {
  static let all: [Option] = [
    Option(name: "--instance", value: "NAME", help: "names this process among those of its stage (0)"),
    Option(name: "--port", value: "N", help: "serve /livez, /readyz and /metrics on this port of the loopback (none)"),
  ]

  static func run(
    _ stage: String, _ arguments: Arguments, serving server: HTTPServer, meter: StageMeter,
    body: @escaping @Sendable (StageThread.Signal, StageMeter, _ instance: String) throws -> Void
  ) async throws {
    try server.start()
    Console.note("\(stage): http://127.0.0.1:\(server.port)/metrics")
    try await turn(stage, arguments, meter, body: body)
    await server.stop()
  }

  static func run(
    _ stage: String, _ arguments: Arguments,
    body: @escaping @Sendable (StageThread.Signal, StageMeter, _ instance: String) throws -> Void
  ) async throws {
    let meter = StageMeter()
    guard let port = try arguments.integer("--port", in: 0...65_535) else {
      return try await turn(stage, arguments, meter, body: body)
    }
    let server = HealthFront.server(port: UInt16(port), stage: stage, meter: meter)
    try await run(stage, arguments, serving: server, meter: meter, body: body)
  }

  /// Turns the stage until it is interrupted or fails.
  private static func turn(
    _ stage: String, _ arguments: Arguments, _ meter: StageMeter,
    body: @escaping @Sendable (StageThread.Signal, StageMeter, _ instance: String) throws -> Void
  ) async throws {
    let instance = arguments.text("--instance") ?? "0"
    let interrupt = Interrupt()
    let thread = StageThread("\(stage)-\(instance)", failed: Console.note) { try body($0, meter, instance) }
    Console.note("\(stage): running, librdkafka \(KafkaLog.version)")
    await interrupt.wait { thread.reason != nil }
    thread.stop()
    if let reason = thread.reason { throw CommandFailure(.failure, reason) }
  }
}
