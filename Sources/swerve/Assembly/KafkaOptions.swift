import Foundation
import KafkaLog
import Ports

/// The options by which every command finds its Kafka.
enum KafkaOptions {
  static let all: [Option] = [
    Option(name: "--kafka", value: "HOST:PORT", help: "bootstrap servers, separated by commas (or SWERVE_KAFKA)"),
    Option(
      name: "--kafka-ca", value: "FILE", help: "PEM of the authority that signed the broker's certificate: turns TLS on"
    ),
    Option(name: "--kafka-certificate", value: "FILE", help: "PEM of this client's certificate"),
    Option(name: "--kafka-key", value: "FILE", help: "PEM of its private key"),
    Option(
      name: "--kafka-user", value: "NAME",
      help: "SASL SCRAM-SHA-512 user; the password comes from SWERVE_KAFKA_PASSWORD"),
    Option(
      name: "--kafka-set", value: "KEY=VALUE", help: "another property of librdkafka; may be repeated",
      isRepeatable: true),
  ]

  /// Nil when no broker is named.
  static func configuration(_ arguments: Arguments) throws(UsageError) -> KafkaConfiguration? {
    guard let servers = arguments.text("--kafka") ?? ProcessInfo.processInfo.environment["SWERVE_KAFKA"] else {
      return nil
    }
    var configuration = KafkaConfiguration(bootstrapServers: servers)
    let files = ["--kafka-ca", "--kafka-certificate", "--kafka-key"].map { arguments.text($0) }
    if files.contains(where: { $0 != nil }) {
      configuration.tls = KafkaTLS(authorityLocation: files[0], certificateLocation: files[1], keyLocation: files[2])
    }
    if let user = arguments.text("--kafka-user") {
      configuration.sasl = KafkaSASL(
        mechanism: .scramSHA512, username: user, password: .environment("SWERVE_KAFKA_PASSWORD"))
    }
    for setting in arguments.all("--kafka-set") {
      let parts = setting.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2 else { throw UsageError("--kafka-set \(setting): it must be KEY=VALUE") }
      configuration.properties[parts[0]] = parts[1]
    }
    // What librdkafka has to say belongs among the notes, one line each; it names brokers and topics, no records.
    configuration.diagnostics = { if $0.level <= 3 { Console.note("kafka: \($0.text)") } }
    return configuration
  }

  static func requiredLog(_ arguments: Arguments) throws -> KafkaLog {
    guard let configuration = try configuration(arguments) else {
      throw UsageError("--kafka is missing: --kafka HOST:PORT, or SWERVE_KAFKA")
    }
    return try KafkaLog(configuration)
  }
}

extension CommandFailure {
  /// A log's error as a command ends with it.
  init(_ error: LogError) {
    let status: ExitStatus =
      switch error.kind {
      case .unavailable, .timedOut: .unavailable
      case .notAuthorized: .noPermission
      case .misconfigured: .configuration
      default: .failure
      }
    self.init(status, error.description)
  }
}
