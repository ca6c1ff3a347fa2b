import Core
import EventCodec
import History
import Ports
import Runtime
import TestSupport
import Testing

@testable import swerve

/// Hazards on a log in memory, and the rows that are folded from them.
@Suite struct `The hazards that were` {
  private static let topic = Topology.Topic.hazards

  private static func rows(_ values: [[UInt8]?]) throws -> MemoryViews {
    let log = MemoryLog()
    try log.createTopics([TopicSpecification(name: topic, partitions: 1)])
    for value in values { log.append(OutgoingRecord(topic: topic, key: [1], value: value), partition: 0) }
    let views = MemoryViews()
    var limits = ViewLimits()
    limits.recordsPerBatch = 2
    let runtime = try Stages.history(log: log, store: views.store(), limits: limits, clock: SettableClock(Flow.start))
    for _ in 0..<Flow.turnsMax {
      let next = runtime.positions[TopicPartition(topic: 0, partition: 0)]
      if next == Int64(values.count), !runtime.isDirty {
        runtime.close()
        return views
      }
      _ = try runtime.step(wait: .zero)
    }
    throw Flow.Stuck()
  }

  @Test func `are a row each, of the newest revision`() async throws {
    try await onOwnThread {
      let codec = EventCodec()
      var revisions: [HazardRevision] = []
      for number in UInt64(1)...3 {
        revisions += (UInt32(1)...3).map { Hazards.revision($0, of: number, $0 == 3 ? .cleared : .suspected) }
      }
      let views = try Self.rows(revisions.map { codec.encode($0) })
      let rows = views.rows(of: "hazards")
      #expect(rows.count == 3)
      #expect(rows.allSatisfy { $0["revision"] == .integer(3) && $0["state"] == .integer(4) })
      #expect(rows.allSatisfy { $0["latitude_e7"] == .integer(460_000_000) && $0["course_cd"] == .integer(9_000) })
      #expect(views.rows(of: "set_aside").isEmpty)
    }
  }

  @Test func `stay when the log forgets them, and what cannot be read is set aside`() async throws {
    try await onOwnThread {
      let known: [UInt8] = EventCodec().encode(Hazards.revision(1, of: 5))
      let views = try Self.rows([known, nil, [255, 255, 255]])
      #expect(views.rows(of: "hazards").count == 1)
      #expect(views.rows(of: "set_aside").map { $0["reason"] } == [.text("malformed")])
    }
  }
}
