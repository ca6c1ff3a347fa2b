public import Core
public import Ports

/// Sign-in links and sessions in the schema `access` of the personal plane.
public struct PostgresSessionStore: SessionStore {
  private let pool: PostgresPool

  public init(_ settings: PostgresSettings) { self.init(settings, schema: ViewSchema.access.rawValue) }

  init(_ settings: PostgresSettings, schema: String) {
    pool = PostgresPool(settings, schema: schema, connections: 2)
  }

  public func addLink(_ link: [UInt8], account: RecordID, until: Timestamp) async throws(ViewError) {
    _ = try await pool.rows(
      "INSERT INTO links (secret, account_id, until) VALUES ($1, $2, $3)",
      [.bytes(link), .id(account), .time(until)], operation: "add a sign-in link")
  }

  public func redeem(
    link: [UInt8], at now: Timestamp, session: [UInt8], until: Timestamp
  ) async throws(ViewError) -> RecordID? {
    // What is over is swept on the way.
    try await pool.rows(
      """
      WITH swept_links AS (DELETE FROM links WHERE until <= $2 AND secret <> $1),
        swept_sessions AS (DELETE FROM sessions WHERE until <= $2 AND secret <> $3),
        used AS (DELETE FROM links WHERE secret = $1 RETURNING account_id, until)
      INSERT INTO sessions (secret, account_id, opened_at, until)
        SELECT $3, account_id, $2, $4 FROM used WHERE until > $2
        RETURNING account_id
      """, [.bytes(link), .time(now), .bytes(session), .time(until)], operation: "redeem a sign-in link"
    ).first?[0].id
  }

  public func session(_ session: [UInt8], at now: Timestamp) async throws(ViewError) -> OwnerSession? {
    let rows = try await pool.rows(
      "SELECT account_id, until FROM sessions WHERE secret = $1 AND until > $2", [.bytes(session), .time(now)],
      operation: "look a session up")
    guard let row = rows.first, let account = row[0].id, let until = row[1].time else { return nil }
    return OwnerSession(account: account, until: until)
  }

  public func end(session: [UInt8]) async throws(ViewError) {
    _ = try await pool.rows("DELETE FROM sessions WHERE secret = $1", [.bytes(session)], operation: "end a session")
  }

  public func endAll(of account: RecordID) async throws(ViewError) {
    _ = try await pool.rows(
      "WITH links AS (DELETE FROM links WHERE account_id = $1) DELETE FROM sessions WHERE account_id = $1",
      [.id(account)], operation: "end an account's sessions")
  }
}
