import Core
import Foundation
import Glibc
import KafkaLog
import Ports
import TestSupport
import Testing

/// Three JVMs more and the 16 s a coordinator takes to move: asked for with SWERVE_SLOW_TESTS=1.
@Suite(
  .enabled(if: KafkaCluster.isAvailable, Comment(rawValue: KafkaCluster.missing)),
  .enabled(if: ProcessInfo.processInfo.environment["SWERVE_SLOW_TESTS"] != nil, "set SWERVE_SLOW_TESTS=1 for it (40 s)")
)
struct `A Kafka of three nodes` {
  @Test func `that loses one of three nodes has each record's effect once`() async throws {
    let found = try await onOwnThread {
      let cluster = try KafkaCluster(nodes: 3)
      let log = try cluster.log()
      try CopyStage.fill(log)
      let stage = try CopyStage(log, input: "in", output: "out", group: "copy", timeout: .seconds(10))
      let deadline = ContinuousClock.now + CopyStage.patience
      while stage.commits < 3, ContinuousClock.now < deadline { try stage.turn(limit: 20) }
      try cluster.signal(SIGKILL, node: 2)
      return try CopyStage.finish(stage, log)
    }
    #expect(found == Array(0..<CopyStage.count))
  }
}
