internal import Core
public import Ports

/// Brings schemas to the version of this build: forward only, each migration in one transaction, each applied once.
public struct Migrator {
  private let settings: PostgresSettings

  public init(_ settings: PostgresSettings) { self.settings = settings }

  /// Makes the schema where there is none and applies what is missing.
  /// - Returns: the names of what was applied.
  /// - Throws: `.misconfigured` for a migration that was changed after it was applied, or that this build does not know:
  ///   the database belongs to a newer version.
  @discardableResult
  public func migrate(_ schema: ViewSchema) throws(ViewError) -> [String] {
    try migrate(schema, as: schema.rawValue)
  }

  func migrate(_ schema: ViewSchema, as name: String) throws(ViewError) -> [String] {
    let operation = "migrate schema \(name)"
    let connection = try Connection(settings, schema: nil)
    // One at a time; the lock goes with the connection.
    _ = try connection.query("SELECT pg_advisory_lock($1)", [.bigint(Self.lock)], operation)
    try connection.execute("CREATE SCHEMA IF NOT EXISTS \(name)", operation)
    try connection.execute("SET search_path = \(name)", operation)
    try connection.execute(
      """
      CREATE TABLE IF NOT EXISTS migrations (
        number bigint PRIMARY KEY, name text NOT NULL, digest bytea NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())
      """, operation)
    let applied = try connection.query("SELECT name, digest FROM migrations ORDER BY number", [], operation)
    let known = schema.migrations
    guard applied.count <= known.count else {
      throw ViewError(
        .misconfigured, operation: operation,
        reason: "the schema has \(applied.count) migrations, this build knows \(known.count)",
        hint: "run a version of swerve that is not older than the database")
    }
    for (row, migration) in zip(applied, known) {
      guard row[0].text == migration.name, row[1].bytes == Self.digest(migration) else {
        throw ViewError(
          .misconfigured, operation: operation, reason: "\(migration.name) is not what was applied",
          hint: "a migration is never changed: restore the file and add another one")
      }
    }
    for (offset, migration) in known.enumerated().dropFirst(applied.count) {
      try apply(migration, number: Int64(offset), connection, operation)
    }
    return known.dropFirst(applied.count).map(\.name)
  }

  /// Any number that no other program of this database locks: "swerve".
  private static let lock: Int64 = 0x7377_6572_7665

  private func apply(_ migration: Migration, number: Int64, _ connection: Connection, _ operation: String)
    throws(ViewError)
  {
    let subject = "\(operation): \(migration.name)"
    try connection.execute("BEGIN", subject)
    do throws(ViewError) {
      try connection.execute(migration.text, subject)
      _ = try connection.query(
        "INSERT INTO migrations (number, name, digest) VALUES ($1, $2, $3)",
        [.bigint(number), .text(migration.name), .bytea(Self.digest(migration))], subject)
      try connection.execute("COMMIT", subject)
    } catch {
      try? connection.execute("ROLLBACK", subject)
      throw error
    }
  }

  /// FNV-1a of 64 bits: it notices slips, which is all it is for.
  static func digest(_ migration: Migration) -> [UInt8] {
    let hash = migration.bytes.reduce(UInt64(0xCBF2_9CE4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    return (0..<8).map { UInt8(truncatingIfNeeded: hash >> (56 - 8 * UInt64($0))) }
  }
}
