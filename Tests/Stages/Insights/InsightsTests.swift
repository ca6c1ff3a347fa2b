import Core
import EventCodec
import Insights
import Ports
import Runtime
import TestSupport
import Testing

@testable import swerve

/// Exposures of many cameras on an admitted log in memory, and the figures' contributions that are folded from them.
@Suite struct `The insurers' figures` {
  private static let topic = Topology.Topic.admitted
  private static let tile = Tile(containing: Coordinate(latitudeE7: 460_000_000, longitudeE7: -300_000_000))

  private static let course = Course(centidegrees: 9_000)

  private static func batch(_ tags: [UInt64], hour: Int32 = 491_000, hasTags: Bool = true) throws -> [UInt8] {
    var batch = AdmittedBatch(tile: tile)
    batch.exposures.placeScheme = .grid100m
    for tag in tags {
      batch.exposures.append(
        Exposure(
          recordID: RecordID(high: 7, low: tag),
          position: Coordinate(latitudeE7: 460_000_000, longitudeE7: -300_000_000),
          course: try #require(course), hourBucket: hour, meanSpeed: .metersPerSecond(Float(tag % 30)), dwellSeconds: 0,
          braked: tag % 3 == 0, proof: nil), segment: 1 << 60 | tag % 4, contribution: tag)
    }
    if !hasTags { batch.exposures.contribution = [] }
    return EventCodec().encode(batch)
  }

  private static func log(_ values: [[UInt8]?]) throws -> MemoryLog {
    let log = MemoryLog()
    try log.createTopics([TopicSpecification(name: topic, partitions: 2)])
    for (number, value) in values.enumerated() {
      log.append(OutgoingRecord(topic: topic, key: [UInt8(number % 2)], value: value), partition: Int32(number % 2))
    }
    return log
  }

  private static func isThrough(_ runtime: ViewRuntime<InsightsMachine>, _ log: MemoryLog) -> Bool {
    log.contents(of: topic).enumerated().allSatisfy { partition, records in
      runtime.positions[TopicPartition(topic: 0, partition: Int32(partition))] == Int64(records.count)
    } && !runtime.isDirty
  }

  /// Folds all, starting again after each failure as a killed process would be.
  /// - Returns: calls of the store.
  private static func fold(_ log: MemoryLog, into views: MemoryViews) throws -> Int {
    var limits = ViewLimits()
    limits.recordsPerBatch = 2
    limits.rowsPerWrite = 2
    var running: ViewRuntime<InsightsMachine>?
    for _ in 0..<Flow.turnsMax {
      let runtime =
        try running ?? Stages.insights(log: log, store: views.store(), limits: limits, clock: SettableClock(Flow.start))
      running = runtime
      if isThrough(runtime, log) {
        runtime.close()
        return views.callCount
      }
      if case .unavailable = try runtime.step(wait: .zero) {
        running = nil
        log.expelMembers(of: "insights")
      }
    }
    throw Flow.Stuck()
  }

  @Test func `count a contribution once, however often it comes`() async throws {
    try await onOwnThread {
      let views = MemoryViews()
      _ = try Self.fold(try Self.log([[1, 2, 3], [3, 4], [1, 4, 5]].map { try Self.batch($0) }), into: views)
      let rows = views.rows(of: "contributions")
      #expect(Set(rows.map { $0["contribution"] }) == Set((1...5).map { .integer($0) }))
      #expect(rows.allSatisfy { $0["hour_of_week"] == .integer((491_000 + 72) % 168) })
      #expect(rows.first { $0["contribution"] == .integer(3) }?["speed_mmps"] == .integer(3_000))
    }
  }

  @Test func `pass over what cannot be told apart, and set aside what cannot be read`() async throws {
    try await onOwnThread {
      let views = MemoryViews()
      let values: [[UInt8]?] = [try Self.batch([1, 2], hasTags: false), [255, 255], nil, try Self.batch([9])]
      _ = try Self.fold(try Self.log(values), into: views)
      #expect(views.rows(of: "contributions").count == 1)
      #expect(
        Set(views.rows(of: "set_aside").map { $0["reason"] }) == [.text("malformed"), .text("tombstone")])
    }
  }

  @Test(arguments: MemoryViews.Fault.allCases)
  func `are the same rows when the stage is killed at any write`(_ fault: MemoryViews.Fault) async throws {
    try await onOwnThread {
      let values: [[UInt8]?] = try (0..<12).map { try Self.batch([$0, $0 + 1, $0 + 2]) }
      let undisturbed = MemoryViews()
      let calls = try Self.fold(try Self.log(values), into: undisturbed)
      let expected = Set(undisturbed.rows(of: "contributions"))
      #expect(expected.count == 14 && calls > 6)
      for call in 1...calls {
        let views = MemoryViews()
        views.fail(call: call, fault)
        _ = try Self.fold(try Self.log(values), into: views)
        #expect(Set(views.rows(of: "contributions")) == expected, "call \(call)")
      }
    }
  }
}
