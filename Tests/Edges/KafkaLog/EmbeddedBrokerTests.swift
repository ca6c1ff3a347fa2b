import Core
import KafkaLog
import Ports
import TestSupport
import Testing

@Suite struct `The embedded broker` {
  static let broker = Result { try EmbeddedBroker() }

  @Test(arguments: RecordLogContract.Clause.withoutUndo)
  func `keeps the contract of a log`(_ clause: RecordLogContract.Clause) async throws {
    let log = try Self.broker.get().log(QuietConfiguration.of())
    try await onOwnThread { try RecordLogContract(log, run: clause.rawValue).check(clause) }
  }
}
