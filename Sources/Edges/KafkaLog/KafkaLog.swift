internal import CRdKafka
internal import Core
public import Ports

/// Kafka as a `RecordLog`, through librdkafka.
///
/// The value holds settings only; every handle it opens has connections of its own and is confined to the thread that
/// opened it.
public struct KafkaLog: RecordLog {
  let configuration: KafkaConfiguration
  /// Set where the cluster is the embedded one, which lacks parts of the protocol.
  let embedded: EmbeddedBroker?

  /// Checks every setting; connects to nothing yet.
  /// - Throws: `.misconfigured`, naming the property.
  public init(_ configuration: KafkaConfiguration) throws(LogError) {
    try self.init(configuration, embedded: nil)
  }

  init(_ configuration: KafkaConfiguration, embedded: EmbeddedBroker?) throws(LogError) {
    self.configuration = configuration
    self.embedded = embedded
    _ = try configuration.makeClient(
      for: .producer(idempotent: false), callbacks: ClientCallbacks(diagnostics: configuration.diagnostics))
    _ = try administrator()
  }

  /// Version of the librdkafka that is loaded, to be printed at start (known faults depend on it).
  public static var version: String { unsafe String(cString: rd_kafka_version_str()) }

  public func producer(idempotent: Bool) throws(LogError) -> any LogProducer {
    try KafkaProducer(configuration, idempotent: idempotent, embedded: embedded)
  }

  public func reader(topics: [String], from start: ReadStart) throws(LogError) -> any LogReader {
    var counts: [Int] = []
    for topic in topics { counts.append(try partitionCount(of: topic)) }
    return try KafkaReader(configuration, topics: topics, partitionCounts: counts, from: start)
  }

  public func member(_ options: MemberOptions) throws(LogError) -> any GroupMember {
    for topic in options.topics { _ = try partitionCount(of: topic) }
    return try KafkaMember(configuration, options: options)
  }

  public func session(_ options: SessionOptions) throws(LogError) -> any TransactionalSession {
    guard options.transactionTimeout <= ClientPurpose.transactionTimeoutMax else {
      throw LogError(
        .misconfigured, operation: "opening a session of group \(options.group)",
        reason: "a transaction may take at most \(ClientPurpose.transactionTimeoutMax.seconds) s",
        hint: "an open transaction holds back every reader behind it")
    }
    for topic in options.topics { _ = try partitionCount(of: topic) }
    return try KafkaSession(configuration, session: options, embedded: embedded?.groups)
  }
}
