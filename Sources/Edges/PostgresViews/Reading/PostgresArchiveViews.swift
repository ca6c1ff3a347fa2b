public import Core
public import Ports

/// The owner's questions to the schema `personal`. Each names the account in its condition.
public struct PostgresArchiveViews: ArchiveViews {
  private let pool: PostgresPool

  public init(_ pool: PostgresPool) { self.pool = pool }

  public func trips(of account: RecordID, after mark: PageMark?, limit: Int) async throws(ViewError) -> [TripRow] {
    let rows = try await pool.rows(
      ArchiveQueries.trips, [.id(account)] + Self.start(mark) + [.integer(Int64(limit))], operation: "read trips")
    return rows.compactMap(TripRow.init)
  }

  public func trip(_ id: RecordID, of account: RecordID) async throws(ViewError) -> TripRow? {
    try await pool.rows(ArchiveQueries.trip, [.id(account), .id(id)], operation: "read a trip").first.flatMap(
      TripRow.init)
  }

  public func track(of trip: RecordID, account: RecordID) async throws(ViewError) -> [[UInt8]] {
    try await pool.rows(ArchiveQueries.track, [.id(account), .id(trip)], operation: "read a track").compactMap(
      \.[0].bytes)
  }

  public func incidents(of trip: RecordID, account: RecordID) async throws(ViewError) -> [IncidentRow] {
    try await pool.rows(ArchiveQueries.incidentsOfTrip, [.id(account), .id(trip)], operation: "read incidents")
      .compactMap(IncidentRow.init)
  }

  public func incidents(
    of account: RecordID, after mark: PageMark?, limit: Int
  ) async throws(ViewError) -> [IncidentRow] {
    try await pool.rows(
      ArchiveQueries.incidents, [.id(account)] + Self.start(mark) + [.integer(Int64(limit))],
      operation: "read incidents"
    ).compactMap(IncidentRow.init)
  }

  /// Before everything there is, for a first page.
  private static func start(_ mark: PageMark?) -> [Question.Value] {
    [.time(mark?.time ?? .distantFuture), .id(mark?.id ?? RecordID(high: .max, low: .max))]
  }
}
