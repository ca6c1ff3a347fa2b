public import Core

/// Drivers' keys, wrapped under a root that is kept elsewhere: what is stored here opens nothing by itself. Safe from
/// any thread.
public protocol DriverKeyVault: Sendable {
  /// Storing the same key again changes nothing; another key under a known id is refused.
  func store(_ wrapped: [UInt8], id: RecordID, account: RecordID) throws(ViewError)
  /// Nil: never stored, or erased.
  func wrappedKey(_ id: RecordID) throws(ViewError) -> (account: RecordID, wrapped: [UInt8])?
  /// After it nothing sealed with the key can be read again.
  func erase(_ id: RecordID) throws(ViewError)
}
