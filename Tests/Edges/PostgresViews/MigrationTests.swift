import Core
import Foundation
import Ports
import TestSupport
import Testing

@testable import PostgresViews

@Suite(.enabled(if: TestCluster.isInstalled, Comment(rawValue: TestCluster.missing)))
struct `Migrations` {
  @Test func `are the files of schemas, whole and in order`() throws {
    for schema in ViewSchema.allCases {
      for migration in schema.migrations {
        let path = BuiltProgram.packageRoot + "/schemas/views/" + migration.name
        #expect(try String(contentsOfFile: path, encoding: .utf8) == migration.text, "\(migration.name)")
      }
    }
  }

  @Test func `are applied once, and an altered or unknown one is refused by name`() throws {
    let settings = try TestCluster.shared.get().settings(database: PrivateCluster.personal)
    let migrator = Migrator(settings)
    #expect(try migrator.migrate(.vault, as: "once") == ["vault/0001-driver-keys.sql"])
    #expect(try migrator.migrate(.vault, as: "once") == [])
    let connection = try TestCluster.connection(PrivateCluster.personal, schema: "once")
    try connection.execute("UPDATE migrations SET digest = '\\x00'", "test")
    let altered = #expect(throws: ViewError.self) { try migrator.migrate(.vault, as: "once") }
    #expect(altered?.kind == .misconfigured && altered?.reason.contains("0001-driver-keys.sql") == true)
    try connection.execute("INSERT INTO migrations (number, name, digest) VALUES (1, 'later', '')", "test")
    let newer = #expect(throws: ViewError.self) { try migrator.migrate(.vault, as: "once") }
    #expect(newer?.kind == .misconfigured && newer?.hint.contains("not older") == true)
  }

  @Test func `that fail leave nothing behind`() throws {
    let settings = try TestCluster.shared.get().settings(database: PrivateCluster.personal)
    let connection = try TestCluster.connection(PrivateCluster.personal)
    // The second migration of the schema meets a table of its name.
    try connection.execute("CREATE SCHEMA halfway; CREATE TABLE halfway.clips (x int)", "test")
    #expect(throws: ViewError.self) { try Migrator(settings).migrate(.personal, as: "halfway") }
    let rows = try connection.query(
      "SELECT tablename::text FROM pg_tables WHERE schemaname = 'halfway' ORDER BY 1", [], "test")
    #expect(rows.compactMap(\.[0].text) == ["clips", "migrations", "positions", "sequences"])
  }

  @Test func `score trips by the published formula`() throws {
    _ = try TestCluster.personal.get()
    let connection = try TestCluster.connection(PrivateCluster.personal, schema: "personal")
    var generator = SeededGenerator(seed: 11)
    for _ in 0..<300 {
      let kinds: [IncidentKind] = [
        .impact, .hardBraking, .nearMiss, .hardCornering, .swerving, .hardAcceleration, .roughRoad,
      ]
      var counts: [IncidentKind: Int] = [:]
      for kind in kinds { counts[kind] = Int.random(in: 0...12, using: &generator) }
      if Bool.random(using: &generator) { counts[.impact] = 100_000 }
      let meters = Double.random(in: 0...400_000, using: &generator)
      let score = DriveScore.score(distance: .meters(meters), incidents: counts)
      let numbers = kinds.dropLast().map { Int64(counts[$0] ?? 0) }
      let row = try connection.query(
        "SELECT trip_score(\(meters), $1, $2, $3, $4, $5, $6)", numbers.map { .bigint($0) }, "test")
      let stored = try #require(row.first?.first?.real)
      #expect(abs(stored - score) < 0.11, "\(counts)")
      #expect(score >= 0 && score <= 100)
    }
  }
}
