/// The tables of a spool, and the settings that make it durable.
enum SpoolSchema {
  static let version: Int64 = 1
  /// "SwSp": says whose file it is.
  static let applicationID: Int64 = 0x5377_5370
  static let pageBytes: Int64 = 4_096
  /// Bytes the write-ahead log may keep on disk between two checkpoints.
  static let journalBytes: Int64 = 4 * 1_024 * 1_024

  /// - Throws: `.corrupted` for a file that is no spool, `.inUse` where another process has it.
  static func prepare(_ database: Database, limits: SpoolLimits) throws(SpoolError) {
    let operation = "open"
    // One process at a time; the lock ends with the process, however that ends.
    try database.run("PRAGMA locking_mode = EXCLUSIVE", for: operation)
    try database.run("PRAGMA page_size = \(pageBytes)", for: operation)
    try database.run("PRAGMA journal_mode = WAL", for: operation)
    // FULL: the log is synced with every commit, so what `append` has returned survives a power cut.
    try database.run("PRAGMA synchronous = FULL", for: operation)
    try database.run("PRAGMA secure_delete = ON", for: operation)
    try database.run("PRAGMA journal_size_limit = \(journalBytes)", for: operation)
    try database.run("PRAGMA temp_store = MEMORY", for: operation)
    try database.run("PRAGMA max_page_count = \(max(16, limits.maximumFileBytes / pageBytes))", for: operation)
    try verify(database)
    try database.transaction(for: operation) { () throws(SpoolError) in
      for statement in tables { try database.run(statement, for: operation) }
      try database.run("PRAGMA application_id = \(applicationID)", for: operation)
      try database.run("PRAGMA user_version = \(version)", for: operation)
    }
  }

  private static func verify(_ database: Database) throws(SpoolError) {
    var found = (application: Int64(0), version: Int64(0))
    try database.query("PRAGMA application_id", for: "open") { found.application = $0.integer(0) }
    try database.query("PRAGMA user_version", for: "open") { found.version = $0.integer(0) }
    guard found.application == applicationID || found == (0, 0) else {
      throw SpoolError(.corrupted, operation: "open", path: database.path, reason: "a database, but not a spool")
    }
    guard found.version <= version else {
      throw SpoolError(
        .newerVersion, operation: "open", path: database.path, reason: "written with layout \(found.version)")
    }
    var verdict = "ok"
    try database.query("PRAGMA quick_check(1)", for: "open") { verdict = $0.text(0) }
    guard verdict == "ok" else {
      throw SpoolError(.corrupted, operation: "open", path: database.path, reason: verdict)
    }
  }

  private static let tables = [
    // AUTOINCREMENT: a sequence is never given twice, also not after its entry is gone.
    """
    CREATE TABLE IF NOT EXISTS entries (
      sequence INTEGER PRIMARY KEY AUTOINCREMENT,
      plane INTEGER NOT NULL,
      topic TEXT NOT NULL,
      key BLOB NOT NULL,
      value BLOB NOT NULL,
      timestamp INTEGER NOT NULL,
      deduplication_id BLOB UNIQUE
    ) STRICT
    """,
    "CREATE INDEX IF NOT EXISTS entries_of_plane ON entries (plane, sequence)",
    // The numbers have no gap, so that the newest n are those above the last number less n.
    """
    CREATE TABLE IF NOT EXISTS acknowledged (
      number INTEGER PRIMARY KEY AUTOINCREMENT,
      deduplication_id BLOB NOT NULL UNIQUE
    ) STRICT
    """,
    "CREATE TABLE IF NOT EXISTS checkpoints (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT",
    "CREATE TABLE IF NOT EXISTS state (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT",
    """
    CREATE TABLE IF NOT EXISTS presentations (
      context BLOB PRIMARY KEY,
      bytes BLOB NOT NULL,
      day INTEGER NOT NULL
    ) STRICT
    """,
    "CREATE INDEX IF NOT EXISTS presentations_of_day ON presentations (day)",
  ]
}
