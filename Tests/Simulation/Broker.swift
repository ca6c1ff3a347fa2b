import Core
import KafkaLog
import Ports
import TestSupport
import Testing

@testable import swerve

/// What carries the records between the processes of a simulation.
final class Broker {
  enum Kind: String, CaseIterable, Sendable, CustomTestStringConvertible {
    case embedded, real
    var testDescription: String { self == .embedded ? "an embedded broker" : "a real Kafka" }
  }

  /// Partitions of each topic: each region of the story has one of its own.
  static let partitions = 3

  let log: any RecordLog
  let bootstrapServers: String
  /// Where it is embedded: to disturb it.
  let embedded: EmbeddedBroker?
  /// Where it is real; held so that it lives as long as this.
  let cluster: KafkaCluster?

  init(_ kind: Kind) throws {
    switch kind {
    case .embedded:
      let broker = try EmbeddedBroker()
      // The embedded broker answers a fetch that finds nothing only after this wait, whatever comes meanwhile.
      log = try broker.log(
        KafkaConfiguration(bootstrapServers: "", properties: ["fetch.wait.max.ms": "5"], diagnostics: { _ in }))
      bootstrapServers = broker.bootstrapServers
      embedded = broker
      cluster = nil
    case .real:
      let cluster = try KafkaCluster()
      log = try KafkaLog(KafkaConfiguration(bootstrapServers: cluster.bootstrapServers, diagnostics: { _ in }))
      bootstrapServers = cluster.bootstrapServers
      embedded = nil
      self.cluster = cluster
    }
    // What `topics create --recorded-time --partitions 3` makes; the embedded broker hears of topics in this process only.
    try log.createTopics(
      Topology.topicsOfRecordedTime.map { topic in
        TopicSpecification(
          name: topic.name, partitions: min(topic.partitions, Self.partitions), settings: topic.settings)
      })
  }

  /// All values of a topic up to the end it has now, partition by partition.
  func values(of topic: String) throws -> [[UInt8]] {
    let follower = try TopicFollower(log, topic)
    defer { follower.close() }
    return try follower.readToEnd()
  }
}

/// Reads a topic from its beginning, committed records only. Confined to the thread that made it.
final class TopicFollower {
  private let reader: any LogReader
  private let topic: String
  private var batch = RecordBatch()

  init(_ log: any RecordLog, _ topic: String) throws {
    self.topic = topic
    reader = try log.reader(topics: [topic], from: .beginning)
  }

  func close() { reader.close() }

  /// What has come since the last call.
  func readNew(wait: Timestamp.Span = .milliseconds(5)) throws -> [[UInt8]] {
    try reader.poll(into: &batch, limit: 1_000, wait: wait)
    var values: [[UInt8]] = []
    for index in 0..<batch.count {
      values.append(Self.value(batch[index]))
    }
    return values
  }

  private static func value(_ record: borrowing RecordView) -> [UInt8] {
    var bytes: [UInt8] = []
    for index in 0..<record.bytes.count { bytes.append(record.bytes[index]) }
    return bytes
  }

  func readToEnd() throws -> [[UInt8]] {
    let ends = try reader.watermarks(topic: topic).filter { !$0.value.isEmpty }.mapValues(\.upperBound)
    var values: [[UInt8]] = []
    try Patience.wait(for: "the end of \(topic)") {
      values += try readNew()
      let positions = try reader.positions(topic: topic)
      return ends.allSatisfy { positions[$0.key, default: 0] >= $0.value }
    }
    return values
  }
}
