import Core
import Ports
import TestSupport
import Testing

@testable import PostgresViews

@Suite(.enabled(if: TestCluster.isInstalled, Comment(rawValue: TestCluster.missing)))
struct `The views in PostgreSQL` {
  private static let columns = [
    "key_id", "part", "owner_id", "number", "amount", "words", "payload", "moment", "flag",
  ]

  /// A schema with positions and the contract's table.
  private static let settings = Result {
    let connection = try TestCluster.connection(PrivateCluster.personal)
    try connection.execute("CREATE SCHEMA contract; SET search_path = contract", "test")
    for migration in ViewSchema.personal.migrations where migration.name.hasPrefix("positions/") {
      try connection.execute(migration.text, "test")
    }
    try connection.execute(
      """
      CREATE TABLE samples (key_id bytea, part bigint, owner_id bytea, number bigint, amount double precision, words text,
        payload bytea, moment timestamptz, flag boolean, PRIMARY KEY (key_id, part))
      """, "test")
    return try TestCluster.shared.get().settings(database: PrivateCluster.personal)
  }

  private static func samples() throws -> [[String: ViewCell]] {
    let connection = try TestCluster.connection(PrivateCluster.personal, schema: "contract")
    let names = columns.joined(separator: ", ")
    return try connection.query("SELECT \(names) FROM samples", [], "test").map { row in
      Dictionary(uniqueKeysWithValues: zip(columns, zip(columns, row).map(cell)))
    }
  }

  private static func cell(_ name: String, _ cell: Cell) -> ViewCell {
    switch cell {
    case .null: .null
    case .bytes(let bytes) where name.hasSuffix("_id"): RecordID(bytes: bytes).map { .id($0) } ?? .null
    case .bytes(let bytes): .bytes(bytes)
    case .integer(let value): .integer(value)
    case .real(let value): .real(value)
    case .text(let value): .text(value)
    case .time(let value): .time(value)
    case .boolean(let value): .boolean(value)
    }
  }

  @Test(arguments: ViewStoreContract.Clause.allCases)
  func `keep the contract of a view store`(_ clause: ViewStoreContract.Clause) async throws {
    try await onOwnThread {
      let settings = try Self.settings.get()
      try ViewStoreContract(
        open: { () throws(ViewError) in PostgresViewStore(settings, schema: "contract") }, samples: Self.samples
      ).check(clause)
    }
  }
}
