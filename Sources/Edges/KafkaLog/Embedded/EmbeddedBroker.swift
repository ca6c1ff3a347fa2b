internal import CRdKafka
public import Ports
internal import Synchronization

/// A Kafka cluster inside this process, for trying things out: librdkafka's mock cluster.
///
/// It listens on loopback, so other processes can connect to `bootstrapServers` to produce and to read. It is memory
/// only, keeps the last 5 MiB or 100,000 records of a partition, does not hold back uncommitted records from readers,
/// does not undo an aborted transaction, and answers no question by time. It makes any topic it hears of (4
/// partitions); logs made by `log` refuse unknown ones first. It forgets positions committed in a transaction and does
/// not fence twins: sessions of logs made by `log`, in this process only, do both through `EmbeddedGroups`. A group's
/// first member waits 3 s.
public final class EmbeddedBroker: Sendable {
  /// `127.0.0.1:port` of each broker.
  public let bootstrapServers: String
  public let brokerCount: Int
  let cluster: MockClusterHandle
  let groups = EmbeddedGroups()
  private let topics = Mutex<[String: Int]>([:])

  /// - Parameter diagnostics: receives the brokers' own log lines; nil drops them.
  public init(brokers: Int = 1, diagnostics: (@Sendable (KafkaDiagnostic) -> Void)? = nil) throws(LogError) {
    brokerCount = brokers
    cluster = try MockClusterHandle(brokers: brokers, diagnostics: diagnostics ?? { _ in })
    bootstrapServers = cluster.bootstrapServers
  }

  /// A log on this cluster that knows what the mock lacks. It keeps the broker alive.
  /// - Parameter configuration: its bootstrap servers are replaced by this broker's.
  public func log(_ configuration: KafkaConfiguration? = nil) throws(LogError) -> KafkaLog {
    var configuration = configuration ?? KafkaConfiguration(bootstrapServers: bootstrapServers)
    configuration.bootstrapServers = bootstrapServers
    return try KafkaLog(configuration, embedded: self)
  }

  /// As `RecordLog.createTopics`; settings are ignored, the mock has none.
  public func createTopics(_ specifications: [TopicSpecification]) throws(LogError) {
    for topic in specifications {
      let operation = "creation of topic \(topic.name)"
      guard topic.partitions > 0, let partitions = Int32(exactly: topic.partitions) else {
        throw LogError(
          .misconfigured, operation: operation, reason: "\(topic.partitions) partitions", hint: "give it one at least")
      }
      let refusal = topics.withLock { known -> LogError? in
        if let count = known[topic.name] {
          return KafkaLog.difference(of: count, from: topic)
        }
        let code = cluster.createTopic(topic.name, partitions: partitions)
        guard code == RD_KAFKA_RESP_ERR_NO_ERROR else { return LogError(code, operation: operation) }
        known[topic.name] = topic.partitions
        return nil
      }
      if let refusal { throw refusal }
    }
  }

  /// nil where this broker was not asked to make the topic.
  func partitions(of topic: String) -> Int? { topics.withLock { $0[topic] } }
}
