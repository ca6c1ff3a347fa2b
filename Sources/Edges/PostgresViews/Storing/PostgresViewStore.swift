internal import Core
public import Ports

/// A set of views in one schema of PostgreSQL. Confined to one thread; the connection is made at the first call and
/// again after it was lost.
public final class PostgresViewStore: ViewStore {
  private let settings: PostgresSettings
  private let schema: String
  private var connection: Connection?
  private var isClosed = false

  /// - Precondition: the schema's name is a plain lower-case word.
  public init(_ settings: PostgresSettings, schema: String) {
    precondition(Identifier.isPlain(schema), "a schema's name is a plain word")
    self.settings = settings
    self.schema = schema
  }

  public func claim(_ partitions: [LogPartition]) throws(ViewError) -> [LogPartition: ViewClaim] {
    let operation = "claim partitions of \(schema)"
    let sorted = partitions.sorted()
    let names = [
      Parameter.texts(sorted.map(\.topic)), Parameter.bigints(sorted.map { Int64($0.partition) }),
    ]
    return try use { (connection) throws(ViewError) in
      let rows = try connection.query(Self.claimText, names, operation)
      var claims: [LogPartition: ViewClaim] = [:]
      for row in rows {
        guard let place = Self.place(row), let epoch = row[2].integer, let next = row[3].integer else { continue }
        claims[place] = ViewClaim(epoch: epoch, next: next)
      }
      // After the claim nobody else moves them any more.
      for row in try connection.query(Self.sequencesText, names, operation) {
        guard let place = Self.place(row), let vehicle = row[2].id, let signing = row[3].integer,
          let last = row[4].integer
        else { continue }
        let stream = RecordStream(vehicleID: vehicle, signing: UInt32(clamping: signing))
        claims[place]?.sequences[stream] = UInt64(bitPattern: last)
      }
      return claims
    }
  }

  public func write(_ changes: [RowChange], positions: [LogPartition: ViewAdvance]) throws(ViewError) {
    var statements: [Statement] = []
    let places = positions.keys.sorted()
    if !places.isEmpty { statements.append(Self.advance(places, positions)) }
    statements += changes.flatMap { ChangeStatements.of($0) }
    if let sequences = Self.sequences(places, positions) { statements.append(sequences) }
    guard !statements.isEmpty else { return }
    try use { (connection) throws(ViewError) in
      try connection.transaction(statements, "write rows of \(schema)")
    }
  }

  public func close() {
    connection = nil
    isClosed = true
  }

  // MARK: Details

  private func use<Result>(_ body: (Connection) throws(ViewError) -> Result) throws(ViewError) -> Result {
    guard !isClosed else {
      throw ViewError(.other, operation: "use the views of \(schema)", reason: "the store is closed")
    }
    if let known = connection, !known.isUsable { connection = nil }
    let usable: Connection
    if let connection {
      usable = connection
    } else {
      usable = try Connection(settings, schema: schema)
      connection = usable
    }
    do {
      return try body(usable)
    } catch {
      // Nothing half done is left on a connection that goes on.
      if error.kind == .unavailable { connection = nil }
      throw error
    }
  }

  private static let claimText = """
    INSERT INTO positions AS p (topic, partition, epoch, next_offset)
      SELECT u.topic, u.partition, 1, 0 FROM unnest($1, $2) AS u (topic, partition)
      ON CONFLICT (topic, partition) DO UPDATE SET epoch = p.epoch + 1
      RETURNING topic, partition, epoch, next_offset
    """

  private static let sequencesText = """
    SELECT s.topic, s.partition, s.vehicle_id, s.signing, s.last
      FROM unnest($1, $2) AS u (topic, partition) JOIN sequences s ON s.topic = u.topic AND s.partition = u.partition
    """

  private static func place(_ row: [Cell]) -> LogPartition? {
    guard let topic = row[0].text, let partition = row[1].integer else { return nil }
    return LogPartition(topic: topic, partition: Int32(clamping: partition))
  }

  private static func advance(_ places: [LogPartition], _ positions: [LogPartition: ViewAdvance]) -> Statement {
    Statement(
      "SELECT advance_positions($1, $2, $3, $4)",
      [
        .texts(places.map(\.topic)), .bigints(places.map { Int64($0.partition) }),
        .bigints(places.map { positions[$0]?.epoch ?? 0 }), .bigints(places.map { positions[$0]?.next ?? 0 }),
      ])
  }

  private static func sequences(_ places: [LogPartition], _ positions: [LogPartition: ViewAdvance]) -> Statement? {
    let rows = places.flatMap { place in
      (positions[place]?.sequences ?? [:]).map { (place: place, stream: $0.key, last: $0.value) }
    }
    guard !rows.isEmpty else { return nil }
    return Statement(
      """
      INSERT INTO sequences AS s (topic, partition, vehicle_id, signing, last) SELECT * FROM unnest($1, $2, $3, $4, $5)
        ON CONFLICT (topic, partition, vehicle_id, signing) DO UPDATE SET last = greatest(s.last, EXCLUDED.last)
      """,
      [
        .texts(rows.map(\.place.topic)), .bigints(rows.map { Int64($0.place.partition) }),
        .byteas(rows.map(\.stream.vehicleID.bytes)), .bigints(rows.map { Int64($0.stream.signing) }),
        .bigints(rows.map { Int64(bitPattern: $0.last) }),
      ])
  }
}
