import Core
import KafkaLog
import Ports
import TestSupport
import Testing

@Suite(.enabled(if: KafkaCluster.isAvailable, Comment(rawValue: KafkaCluster.missing)))
struct `A real Kafka` {
  @Test(arguments: RecordLogContract.Clause.allCases)
  func `keeps the contract of a log`(_ clause: RecordLogContract.Clause) async throws {
    try await onOwnThread {
      var limits = KafkaLimits()
      // How long a record for an unknown topic waits for it.
      limits.topicPropagation = .seconds(2)
      let log = try KafkaCluster.shared.get().log(limits)
      try RecordLogContract(log, run: clause.rawValue).check(clause)
    }
  }
}
