/// How to reach a Kafka cluster, and within which limits.
public struct KafkaConfiguration: Sendable {
  /// `host:port`, separated by commas.
  public var bootstrapServers: String
  /// nil: plain text.
  public var tls: KafkaTLS?
  /// nil: no name and password.
  public var sasl: KafkaSASL?
  /// What the broker may write into its logs about this client. nil sends an empty name: on the network plane nothing
  /// may tell two cameras apart.
  public var clientID: String?
  public var limits: KafkaLimits
  /// Further properties in librdkafka's own names. They win over `limits`; an unknown one, or one that this edge
  /// depends on (`ownedProperties`), is `.misconfigured`.
  public var properties: [String: String]
  /// Receives librdkafka's own log lines, from its threads. nil lets librdkafka write them to standard error.
  public var diagnostics: (@Sendable (KafkaDiagnostic) -> Void)?

  public init(
    bootstrapServers: String, tls: KafkaTLS? = nil, sasl: KafkaSASL? = nil, clientID: String? = nil,
    limits: KafkaLimits = KafkaLimits(), properties: [String: String] = [:],
    diagnostics: (@Sendable (KafkaDiagnostic) -> Void)? = nil
  ) {
    self.bootstrapServers = bootstrapServers
    self.tls = tls
    self.sasl = sasl
    self.clientID = clientID
    self.limits = limits
    self.properties = properties
    self.diagnostics = diagnostics
  }

  /// Properties on which exactly-once, ordering or privacy rest, or that have a field of their own above.
  public static let ownedProperties: Set<String> = [
    "acks", "allow.auto.create.topics", "auto.commit.enable", "auto.offset.reset", "bootstrap.servers", "client.id",
    "enable.auto.commit", "enable.auto.offset.store", "enable.idempotence", "enable.partition.eof", "group.id",
    "group.instance.id", "isolation.level", "metadata.broker.list", "partition.assignment.strategy",
    "plugin.library.paths", "request.required.acks", "sasl.mechanism", "sasl.mechanisms", "sasl.password",
    "sasl.username", "security.protocol", "session.timeout.ms", "ssl.ca.location", "ssl.certificate.location",
    "ssl.key.location", "ssl.key.password", "test.mock.num.brokers", "transaction.timeout.ms", "transactional.id",
  ]
}
