import Admission
import Core
import Credentials
import EventCodec
import Foundation
import Inference
import Ports
import Recordings
import Runtime
import Synchronization

extension SightingReplay {
  private static let partition = TopicPartition(topic: 0, partition: 0)

  /// Admission's side: one record out for each that comes in, so that what is decided can be counted.
  func admit() throws {
    let topics = AdmissionMachine.Topics(admittedPartitions: 1)
    let session = try log.session(
      SessionOptions(group: "admission", topics: [topics.sightings], transactionalID: "admission-replay"))
    let verifier: any ProofVerifier = issuer.map { ArcProofVerifier($0) } ?? TrustedVerifier()
    let runtime = StageRuntime(session: session, clock: clock) { source, _ in
      RowByRow(AdmissionMachine(codec: EventCodec(), verifier: verifier, topics: topics, source: source))
    }
    defer { runtime.close() }
    while flow.wait(until: { $0.admitted - $0.inferred < ReplayFlow.maximumAhead }) != nil {
      try runtime.step(wait: Stages.turn)
      let statistics = runtime.statistics
      try requireNoRewind(statistics)
      let isDecided = statistics.written >= table.rows.count
      if !isDecided, runtime.positions[Self.partition, default: 0] >= table.rows.count {
        throw Self.lost(Topology.Topic.sightings)
      }
      flow.change { progress in
        progress.decided = statistics.written
        progress.admitted = statistics.counts["admitted", default: 0]
        progress.isDecided = isDecided
      }
      guard isDecided else { continue }
      return note(statistics)
    }
  }

  /// Inference's side. When all is absorbed the clock ends, and one quiet turn closes every hazard.
  func infer() throws {
    let topics = InferenceMachine.Topics(partitions: 1)
    let session = try log.session(
      SessionOptions(group: "inference", topics: [topics.admitted], transactionalID: "inference-replay"))
    let runtime = StageRuntime(session: session, clock: clock) { [rule] source, start in
      InferenceMachine(rule: rule, codec: EventCodec(), topics: topics, partition: source.partition, from: start)
    }
    defer { runtime.close() }
    while let progress = flow.wait(until: { $0.said - $0.collected < ReplayFlow.maximumAhead }) {
      let before = runtime.statistics
      let isOver = progress.isDecided && runtime.positions[Self.partition, default: 0] >= progress.admitted
      if isOver {
        if before.absorbed < progress.admitted { throw Self.lost(Topology.Topic.admitted) }
        clock.end()
      }
      try runtime.step(wait: Stages.turn)
      let statistics = runtime.statistics
      try requireNoRewind(statistics)
      let isSaid = isOver && statistics.unavailable == before.unavailable
      flow.change { progress in
        progress.inferred = Int(runtime.positions[Self.partition, default: 0])
        progress.said = statistics.counts.reduce(0) { $1.key.hasPrefix("revisions_") ? $0 + $1.value : $0 }
        progress.isSaid = isSaid
      }
      if isSaid { return }
    }
  }

  /// Reads what was said, as everybody can.
  func collect() throws {
    let reader = try log.reader(topics: [Topology.Topic.hazards], from: .beginning)
    defer { reader.close() }
    let codec = EventCodec()
    var batch = RecordBatch()
    var next: Int64 = 0
    var said: [HazardVersion: HazardRevision] = [:]
    while true {
      try reader.poll(into: &batch, limit: 1_000, wait: Stages.turn)
      for index in 0..<batch.count {
        let record = batch[index]
        guard record.offset == next else { throw Self.lost(Topology.Topic.hazards) }
        next += 1
        let revision = try codec.decodeHazardRevision(record.bytes)
        said[HazardVersion(revision)] = revision
      }
      flow.change { $0.collected = Int(next) }
      let progress = flow.current
      if progress.isStopped { return }
      if progress.isSaid, next >= progress.said { break }
    }
    outcome.withLock { $0.revisions = Array(said.values) }
  }

  // MARK: Details

  private struct HazardVersion: Hashable {
    var id: RecordID
    var revision: UInt32

    init(_ revision: HazardRevision) {
      id = revision.hazardID
      self.revision = revision.revision
    }
  }

  private func note(_ statistics: RuntimeStatistics) {
    outcome.withLock { outcome in
      outcome.admitted = statistics.counts["admitted", default: 0]
      for (name, count) in statistics.counts where name.hasPrefix("rejected_") {
        outcome.refused[String(name.dropFirst("rejected_".count))] = count
      }
    }
  }

  /// The embedded log cannot take a transaction back, so what was written twice would stand there twice.
  private func requireNoRewind(_ statistics: RuntimeStatistics) throws {
    guard statistics.rewinds > 0 else { return }
    throw CommandFailure(
      .failure,
      "a transaction of the embedded log was lost; was the process stopped for more than ten seconds? Run it again")
  }

  private static func lost(_ topic: String) -> CommandFailure {
    CommandFailure(
      .failure,
      "the embedded log dropped records of \(topic) before they were read: too many at one instant; cut the table by place"
    )
  }
}
