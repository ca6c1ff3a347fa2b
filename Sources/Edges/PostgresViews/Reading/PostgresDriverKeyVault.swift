public import Core
public import Ports

/// Wrapped driver keys in the schema `vault`.
public struct PostgresDriverKeyVault: DriverKeyVault {
  private let pool: PostgresPool

  public init(_ settings: PostgresSettings) {
    pool = PostgresPool(settings, schema: ViewSchema.vault.rawValue, connections: 2)
  }

  public func store(_ wrapped: [UInt8], id: RecordID, account: RecordID) throws(ViewError) {
    let operation = "store a driver key"
    let stored = try pool.rowsNow(
      """
      INSERT INTO driver_keys AS k (driver_key_id, account_id, wrapped) VALUES ($1, $2, $3)
        ON CONFLICT (driver_key_id) DO UPDATE SET wrapped = k.wrapped
          WHERE k.account_id = EXCLUDED.account_id AND k.wrapped = EXCLUDED.wrapped
        RETURNING 1
      """, [.id(id), .id(account), .bytes(wrapped)], operation: operation)
    if stored.isEmpty {
      throw ViewError(
        .other, operation: operation, reason: "another key is stored under this id", hint: "pair the camera again")
    }
  }

  public func wrappedKey(_ id: RecordID) throws(ViewError) -> (account: RecordID, wrapped: [UInt8])? {
    let rows = try pool.rowsNow(
      "SELECT account_id, wrapped FROM driver_keys WHERE driver_key_id = $1", [.id(id)],
      operation: "read a driver key")
    guard let row = rows.first, let account = row[0].id, let wrapped = row[1].bytes else { return nil }
    return (account, wrapped)
  }

  public func erase(_ id: RecordID) throws(ViewError) {
    _ = try pool.rowsNow(
      "DELETE FROM driver_keys WHERE driver_key_id = $1", [.id(id)], operation: "erase a driver key")
  }
}
