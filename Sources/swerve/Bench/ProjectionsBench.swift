import Core
import Ports
import PostgresViews
import Runtime
import Sealing

extension Bench {
  /// The projections' path into a private PostgreSQL, with what opening the records costs and without, against COPY of
  /// the same rows into the same tables, indexes and all, in the same server. An event is a row.
  static let projections = Bench(
    name: "projections", unit: "row", events: 50_000, countedEvents: nil,
    subject: Workload("fold and write", prepared: folding { try $0.fold(.opened, into: $0.store()) }),
    reference: Workload("COPY", prepared: copying("copied_indexed")),
    others: [
      Workload("verify, open, fold and write", prepared: folding { try $0.fold(.sealed, into: $0.store()) }),
      Workload("verify, open and fold", prepared: folding { try $0.fold(.sealed, into: NoStore()) }),
      Workload("fold", prepared: folding { try $0.fold(.opened, into: NoStore()) }),
      Workload("COPY into tables with primary keys alone", prepared: copying("copied")),
    ],
    facts: { events, seed in
      let fixture = try fixture.value(events, seed)
      let drives = fixture.archive.records.count / BenchArchive.recordsPerDrive()
      return [
        "path": "prepared log -> ViewRuntime, ProjectionMachine -> PostgresViewStore; rows, positions and sequences "
          + "of a write in one transaction",
        "fold and write": "records decoded and folded as they come, payloads opened beforehand",
        "verify": "Ed25519 of each record; open: AES-256-GCM, keys fetched from the vault in PostgreSQL",
        "log": "records in memory, \(PreparedLog.recordsPerFetch) of a partition at once; no broker",
        "copy": "binary format, four tables in one transaction",
        "durability": "PostgreSQL's defaults on both sides: fsync, synchronous_commit",
        "drives": "\(drives)", "records": "\(fixture.archive.records.count)",
        "cameras": "\(fixture.archive.cameras.count)", "partitions": "\(PreparedFolding.partitions) of each topic",
        "copied_bytes": "\(fixture.rows.reduce(0) { $0 + $1.byteCount })",
        "records_per_batch": "\(ViewLimits().recordsPerBatch)", "rows_per_write": "\(ViewLimits().rowsPerWrite)",
      ]
    })

  private static let fixture = SharedFixture(ProjectionsFixture.init)

  private static func folding(
    _ run: @escaping @Sendable (ProjectionsFixture) throws -> Void
  ) -> @Sendable (Int, UInt64) throws -> Workload.Prepared {
    { events, seed in
      let fixture = try fixture.value(events, seed)
      return Workload.Prepared(reset: fixture.reset) { _ in
        try run(fixture)
        return []
      }
    }
  }

  private static func copying(_ schema: String) -> @Sendable (Int, UInt64) throws -> Workload.Prepared {
    { events, seed in
      let fixture = try fixture.value(events, seed)
      return Workload.Prepared(reset: fixture.reset) { _ in
        try fixture.copy(into: schema)
        return []
      }
    }
  }
}

/// A database with the views, the same tables for COPY beside them, and a log of drives.
private final class ProjectionsFixture: Sendable {
  static let tables = ["trips", "track_chunks", "events", "clips"]
  private static let primaryKeys = ["trip_id", "trip_id, base_time", "event_id", "clip_id"]

  let archive: BenchArchive
  /// What COPY writes.
  let rows: [TableCopy.Table]
  private let database: BenchDatabase
  private let keys: DriverKeys
  private let folding: PreparedFolding

  init(_ events: Int, _ seed: UInt64) throws {
    archive = try BenchArchive(drives: max(1, events / BenchArchive.rowsPerDrive()), seed: seed)
    database = try BenchDatabase([.personal, .vault])
    keys = DriverKeys(
      vault: PostgresDriverKeyVault(database.personal),
      root: try KeyEncryptionKey(bytes: [UInt8](repeating: 9, count: KeyEncryptionKey.byteCount)))
    for camera in archive.cameras { try keys.store(camera) }
    folding = PreparedFolding(archive)
    let copy = try TableCopy(database.administrator)
    for (schema, isIndexed) in [("copied", false), ("copied_indexed", true)] {
      try copy.execute("CREATE SCHEMA \(schema)")
      for (table, key) in zip(Self.tables, Self.primaryKeys) {
        let more = isIndexed ? "INCLUDING INDEXES" : ", PRIMARY KEY (\(key))"
        try copy.execute("CREATE TABLE \(schema).\(table) (LIKE personal.\(table) \(more))")
      }
    }
    try folding.fold(
      .opened, keys: keys, into: PostgresViewStore(database.personal, schema: ViewSchema.personal.rawValue))
    rows = try Self.tables.map { (table) throws(ViewError) in try copy.unload("personal.\(table)") }
    let written = try Self.tables.reduce(0) { try $0 + copy.count("personal.\($1)") }
    precondition(
      written == archive.records.count / BenchArchive.recordsPerDrive() * BenchArchive.rowsPerDrive(),
      "every row is there")
  }

  /// Empties the tables, and lets no checkpoint that the run before has caused fall into the next.
  @Sendable func reset() throws {
    let copy = try TableCopy(database.administrator)
    let tables = ["copied", "copied_indexed", "personal"].flatMap { schema in Self.tables.map { "\(schema).\($0)" } }
    let kept = ["positions", "sequences", "set_aside"].map { "personal.\($0)" }
    try copy.execute("TRUNCATE \((tables + kept).joined(separator: ", "))")
    try copy.execute("CHECKPOINT")
  }

  func store() -> any ViewStore { PostgresViewStore(database.personal, schema: ViewSchema.personal.rawValue) }

  func copy(into schema: String) throws(ViewError) {
    try TableCopy(database.administrator).load(zip(Self.tables, rows).map { $1.named("\(schema).\($0)") })
  }

  func fold(_ kind: PreparedFolding.Records, into store: any ViewStore) throws {
    try folding.fold(kind, keys: keys, into: store)
  }
}

/// Takes rows and keeps nothing.
private final class NoStore: ViewStore {
  func claim(_ partitions: [LogPartition]) -> [LogPartition: ViewClaim] {
    Dictionary(uniqueKeysWithValues: partitions.map { ($0, ViewClaim(epoch: 1, next: 0)) })
  }

  func write(_ changes: [RowChange], positions: [LogPartition: ViewAdvance]) { keep(changes.count) }
  func close() {}
}
