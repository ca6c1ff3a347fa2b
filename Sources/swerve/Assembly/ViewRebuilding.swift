import Core
import Foundation
import Ports
import PostgresViews
import Runtime

/// Folds a log from its start into new views and exchanges them for the live ones.
struct ViewRebuilding {
  /// The log is taken to be read to its end when nothing came for so long, should markers lie behind its last record.
  static let longestQuiet: Timestamp.Span = .seconds(5)

  let log: any RecordLog
  let settings: PostgresSettings
  let schema: ViewSchema
  let topics: [String]

  /// - Parameter makeRuntime: the stage over the new views, in a group of its own: it shares no partition with the
  ///   stage that runs.
  /// - Returns: records folded.
  func run<Machine: ViewMachine>(
    _ makeRuntime: (PostgresViewStore, _ group: String) throws -> ViewRuntime<Machine>
  ) throws -> Int {
    let rebuild = ViewRebuild(settings, schema: schema)
    let store = try rebuild.begin()
    let ends = try self.ends()
    let runtime = try makeRuntime(store, "rebuild-\(UUID().uuidString)")
    var quietSince = SystemClock().now()
    var absorbed = -1
    while true {
      if case .unavailable = try runtime.step(wait: Stages.turn) { Thread.sleep(forTimeInterval: Stages.pause) }
      if runtime.statistics.absorbed != absorbed { quietSince = SystemClock().now() }
      absorbed = runtime.statistics.absorbed
      let isQuiet = !runtime.positions.isEmpty && SystemClock().now() - quietSince > Self.longestQuiet
      let hasReached =
        !runtime.positions.isEmpty && ends.allSatisfy { runtime.positions[$0.key, default: 0] >= $0.value }
      if hasReached || isQuiet, !runtime.isDirty { break }
    }
    runtime.close()
    try rebuild.swap()
    return absorbed
  }

  private func ends() throws(LogError) -> [TopicPartition: Int64] {
    var ends: [TopicPartition: Int64] = [:]
    for (index, topic) in topics.enumerated() {
      let reader = try log.reader(topics: [topic], from: .end)
      defer { reader.close() }
      for (partition, range) in try reader.watermarks(topic: topic) where !range.isEmpty {
        ends[TopicPartition(topic: index, partition: partition)] = range.upperBound
      }
    }
    return ends
  }
}
