import Core
import Foundation
import FoundationNetworking
import PostgresViews
import TestSupport

@testable import swerve

/// Projections, clips and insights as processes of their own over one real PostgreSQL, with the folder of objects.
final class ArchiveProcesses {
  enum Stage: String, CaseIterable {
    case projections, clips, insights
  }

  struct Refused: Error {
    var reason: String
  }

  let objects: String
  let clipsAddress: String
  private(set) var cluster: PrivateCluster
  private let broker: Broker
  private let folder: TemporaryFolder
  private let servicePublicKey: String
  private let ports: [Stage: UInt16]
  private var running: [Stage: RunningSwerve] = [:]
  private(set) var kills = 0

  init(_ broker: Broker) throws {
    self.broker = broker
    folder = try TemporaryFolder()
    objects = folder.path + "/objects"
    cluster = try TestPostgres.make()
    for schema in ViewSchema.allCases { _ = try Migrator(cluster.settings(database: schema.database)).migrate(schema) }
    let ports = try Dictionary(uniqueKeysWithValues: Stage.allCases.map { ($0, try FreePort.take()) })
    self.ports = ports
    clipsAddress = "http://127.0.0.1:\(ports[.clips] ?? 0)"
    let root = try SwerveProgram.run(["keys", "root", "-o", folder.path + "/root.key"])
    guard root.status == 0 else { throw Refused(reason: root.output) }
    let service = try SwerveProgram.run(["keys", "service", "-o", folder.path + "/service.key"])
    guard service.status == 0 else { throw Refused(reason: service.output) }
    servicePublicKey = service.output.trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// The options of every command that opens the database and drivers' keys.
  var database: [String] { ["--database", "host=\(cluster.folder)/socket"] }
  var keys: [String] { database + ["--root", folder.path + "/root.key"] }

  func start(_ stage: Stage) throws {
    let own =
      switch stage {
      case .projections: keys + ["--service-public-key", servicePublicKey]
      case .clips: keys + ["--service-key", folder.path + "/service.key", "--objects", objects]
      case .insights: database
      }
    running[stage] = try RunningSwerve(
      ["run", stage.rawValue, "--kafka", broker.bootstrapServers, "--port", String(ports[stage] ?? 0)] + own,
      output: folder.path + "/\(stage.rawValue).log")
  }

  /// Kill -9, and another one in its place.
  func killAndStart(_ stage: Stage) throws {
    try running[stage]?.kill()
    kills += 1
    try start(stage)
  }

  func waitUntilReady(_ stage: Stage) throws {
    try Patience.wait(for: "\(stage.rawValue) is ready: \(running[stage]?.text ?? "")") {
      if let status = try running[stage]?.hasEnded() { throw Refused(reason: "\(stage.rawValue) ended with \(status)") }
      return URL(string: "http://127.0.0.1:\(ports[stage] ?? 0)/readyz").flatMap { try? Data(contentsOf: $0) } != nil
    }
  }

  /// The database goes away, all connections with it, and comes back.
  func restartDatabase() throws {
    let place = cluster.folder
    cluster.close()
    cluster = try PrivateCluster(folder: place)
  }

  func end(_ stage: Stage) throws {
    guard let process = running.removeValue(forKey: stage), try process.end(signal: 2) != 0 else { return }
    throw Refused(reason: "\(stage.rawValue) did not end in order: \(process.text)")
  }

  /// As Ctrl-C does. Returns the stages that did not end in order.
  func end() throws -> [String] {
    try running.filter { try $0.value.end(signal: 2) != 0 }.map { "\($0.key.rawValue): \($0.value.text)" }
  }

  func rebuild() throws {
    let rebuilt = try SwerveProgram.run(
      ["views", "rebuild", "--kafka", broker.bootstrapServers, "--service-public-key", servicePublicKey] + keys)
    guard rebuilt.status == 0 else { throw Refused(reason: rebuilt.output) }
  }

  /// Erases the only driver there is.
  /// - Returns: what is left of them, once the stages have heard of it.
  func erase(_ account: RecordID) throws -> String {
    let erased = try SwerveProgram.run(
      ["account", "erase", "--account", account.hexadecimal, "--kafka", broker.bootstrapServers] + database)
    guard erased.status == 0 else { throw Refused(reason: erased.output) }
    var left = ""
    let tables =
      ["trips", "track_chunks", "events", "clips"].map { "personal." + $0 } + ["clips.clips", "clips.outbox", "access.sessions"]
    func look() throws -> String {
      let rows = try tables.map { try "\($0) " + personal("SELECT count(*) FROM \($0)") }
      let keys = try "keys " + personal("SELECT count(*) FROM vault.driver_keys")
      let files = FileManager.default.enumerator(atPath: objects)?.compactMap { $0 as? String } ?? []
      let clips = files.count { $0.contains("clips.") || $0.contains("clips/") }
      return (rows + [keys, "objects \(clips)"]).filter { !$0.hasSuffix(" 0") }.joined(separator: ", ")
    }
    // What stays is for the test to say.
    try? Patience.wait(for: "the driver is erased", within: .seconds(60), every: RecordedRun.query) {
      left = try look()
      return left.isEmpty
    }
    return left
  }

  // MARK: Rows

  func personal(_ sql: String) throws -> String { try TestPostgres.query(sql, PrivateCluster.personal, in: cluster) }
  func network(_ sql: String) throws -> String { try TestPostgres.query(sql, PrivateCluster.network, in: cluster) }

  /// All rows of the archive's views, byte for byte.
  func views() throws -> String {
    try ["trips", "track_chunks", "events", "clips", "set_aside", "sequences"].map { table in
      try "\(table)\n" + personal("SELECT t.* FROM personal.\(table) t ORDER BY t::text")
    }.joined(separator: "\n")
  }

  /// All rows of the insurers' figures, byte for byte.
  func figures() throws -> String {
    try ["contributions", "segment_hours", "set_aside"].map { table in
      try "\(table)\n" + network("SELECT t.* FROM insights.\(table) t ORDER BY t::text")
    }.joined(separator: "\n")
  }

  /// How far projections holds the log.
  func held(of topics: [String]) throws -> Int64 {
    let names = topics.map { "'\($0)'" }.joined(separator: ",")
    return Int64(
      try personal("SELECT coalesce(sum(next_offset), 0) FROM personal.positions WHERE topic IN (\(names))")) ?? 0
  }
}
