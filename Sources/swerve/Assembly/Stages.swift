import Admission
import Core
import Credentials
import EventCodec
import Foundation
import Inference
import Ports
import Runtime

/// How the stages are put together from their machines and the edges: the one place that knows both.
enum Stages {
  /// How long one turn of a loop waits for records.
  static let turn: Timestamp.Span = .milliseconds(100)

  static func admission(
    log: any RecordLog, issuer: IssuerSecret, clock: any WallClock, instance: String
  ) throws -> StageRuntime<AdmissionMachine> {
    let topics = AdmissionMachine.Topics(admittedPartitions: try log.partitionCount(of: Topology.Topic.admitted))
    let session = try log.session(
      SessionOptions(group: "admission", topics: topics.inputs, transactionalID: "admission-\(instance)"))
    let verifier = ArcProofVerifier(issuer)
    return StageRuntime(session: session, clock: clock) { source, _ in
      AdmissionMachine(codec: EventCodec(), verifier: verifier, topics: topics, source: source)
    }
  }

  static func inference(
    log: any RecordLog, rule: HazardRule, clock: any WallClock, instance: String
  ) throws -> StageRuntime<InferenceMachine> {
    let topics = InferenceMachine.Topics(partitions: try log.partitionCount(of: Topology.Topic.admitted))
    let session = try log.session(
      SessionOptions(group: "inference", topics: [topics.admitted], transactionalID: "inference-\(instance)"))
    return StageRuntime(session: session, clock: clock) { source, start in
      InferenceMachine(rule: rule, codec: EventCodec(), topics: topics, partition: source.partition, from: start)
    }
  }

  /// Turns the runtime until the signal, tells `report` after each turn.
  static func run<Machine: PartitionMachine>(
    _ runtime: StageRuntime<Machine>, until signal: StageThread.Signal,
    report: (RuntimeStatistics) -> Void = { _ in }
  ) throws {
    while !signal.isStopped {
      try runtime.step(wait: turn)
      report(runtime.statistics)
    }
    runtime.close()
  }
}
