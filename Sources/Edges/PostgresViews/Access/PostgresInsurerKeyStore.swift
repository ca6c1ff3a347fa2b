public import Core
public import Ports

/// Insurers' keys in the schema `insurers` of the network plane.
public struct PostgresInsurerKeyStore: InsurerKeyStore {
  private let pool: PostgresPool

  public init(_ settings: PostgresSettings) {
    pool = PostgresPool(settings, schema: ViewSchema.insurers.rawValue, connections: 2)
  }

  public func add(key: [UInt8], of insurer: Insurer, at now: Timestamp) async throws(ViewError) {
    _ = try await pool.rows(
      "INSERT INTO insurer_keys (secret, insurer_id, name, made_at) VALUES ($1, $2, $3, $4)",
      [.bytes(key), .id(insurer.id), .text(insurer.name), .time(now)], operation: "add an insurer's key")
  }

  public func insurer(key: [UInt8]) async throws(ViewError) -> Insurer? {
    let rows = try await pool.rows(
      "SELECT insurer_id, name FROM insurer_keys WHERE secret = $1", [.bytes(key)], operation: "look a key up")
    guard let row = rows.first, let id = row[0].id, let name = row[1].text else { return nil }
    return Insurer(id: id, name: name)
  }

  public func revoke(name: String) async throws(ViewError) -> Int {
    try await pool.rows(
      "DELETE FROM insurer_keys WHERE name = $1 RETURNING 1", [.text(name)], operation: "revoke an insurer's keys"
    ).count
  }
}
