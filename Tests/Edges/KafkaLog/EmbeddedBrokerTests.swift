import Core
import KafkaLog
import Ports
import TestSupport
import Testing

@Suite struct `The embedded broker` {
  static let broker = Result { try EmbeddedBroker() }

  /// librdkafka's lines would only drown the results.
  static func quiet(_ limits: KafkaLimits = KafkaLimits()) -> KafkaConfiguration {
    KafkaConfiguration(bootstrapServers: "", limits: limits, diagnostics: { _ in })
  }

  @Test(arguments: RecordLogContract.Clause.withoutUndo)
  func `keeps the contract of a log`(_ clause: RecordLogContract.Clause) async throws {
    let log = try Self.broker.get().log(Self.quiet())
    try await onOwnThread { try RecordLogContract(log, run: clause.rawValue).check(clause) }
  }
}
