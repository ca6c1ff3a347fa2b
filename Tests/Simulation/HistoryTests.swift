import Core
import EventCodec
import Ports
import PostgresViews
import TestSupport
import Testing

@testable import swerve

/// Hazards on an embedded broker, folded by a process that is killed with kill -9, into a real PostgreSQL.
@Suite(
  "The history of hazards whose stage is killed",
  .enabled(if: TestPostgres.isInstalled, Comment(rawValue: TestPostgres.missing)))
struct HistoryTests {
  static let hazards = 40
  static let revisions = 6
  /// A broker takes ten seconds to believe that a member is gone.
  static let kills: Set<Int> = [1, 4]

  @Test func `has the same rows, and has them again when it is folded anew from offset zero`() async throws {
    try await onOwnThread {
      let (broker, database) = (try Broker(.embedded), try HistoryDatabase())
      func start() throws -> RunningSwerve {
        try RunningSwerve(
          ["run", "history", "--kafka", broker.bootstrapServers, "--port", "0"] + database.database,
          output: database.folder.path + "/history.log")
      }
      var history = try start()
      for revision in 1...Self.revisions {
        try Self.publish(UInt32(revision), to: broker.log)
        // Killed with some of them written.
        try Patience.wait(for: "revision \(revision) is seen: \(history.text)", every: RecordedRun.query) {
          try database.count("revision >= \(revision)") > 0
        }
        guard Self.kills.contains(revision) else { continue }
        try history.kill()
        history = try start()
      }
      try Patience.wait(for: "all hazards are cleared", every: RecordedRun.query) {
        try database.count("state = 4") == Self.hazards
      }
      let rows = try database.rows()
      #expect(rows.split(separator: "\n").count == Self.hazards)
      #expect(try history.end(signal: 2) == 0)
      let rebuilt = try SwerveProgram.run(
        ["views", "rebuild", "--history", "--kafka", broker.bootstrapServers] + database.database)
      #expect(rebuilt.status == 0, "\(rebuilt.output)")
      #expect(try database.rows() == rows)
    }
  }

  private static func publish(_ revision: UInt32, to log: any RecordLog) throws {
    let producer = try log.producer(idempotent: true)
    defer { producer.close() }
    for number in 1...UInt64(hazards) {
      let state: HazardState = revision == revisions ? .cleared : .suspected
      try producer.send(
        OutgoingRecord(
          topic: Topology.Topic.hazards, key: RecordID(high: number, low: 7).bytes,
          value: EventCodec().encode(Hazards.revision(revision, of: number, state))), token: number)
    }
    try producer.flush(deadline: .seconds(10))
  }
}

/// The database of the hazards that were.
private struct HistoryDatabase {
  let folder: TemporaryFolder
  private let cluster: PrivateCluster

  init() throws {
    folder = try TemporaryFolder()
    cluster = try TestPostgres.make()
    _ = try Migrator(cluster.settings(database: PrivateCluster.network)).migrate(.history)
  }

  var database: [String] { ["--database", "host=\(cluster.folder)/socket"] }

  func count(_ condition: String) throws -> Int {
    Int(
      try TestPostgres.query(
        "SELECT count(*) FROM history.hazards WHERE \(condition)", PrivateCluster.network, in: cluster)) ?? -1
  }

  func rows() throws -> String {
    try TestPostgres.query(
      "SELECT h.* FROM history.hazards h ORDER BY h::text", PrivateCluster.network, in: cluster)
  }
}
