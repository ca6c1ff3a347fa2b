public import Core

/// Keys of insurers, on the network plane. Only the SHA-256 of a key comes here. Safe from any task.
public protocol InsurerKeyStore: Sendable {
  func add(key: [UInt8], of insurer: Insurer, at now: Timestamp) async throws(ViewError)

  /// Nil: there is no such key, or it was revoked.
  func insurer(key: [UInt8]) async throws(ViewError) -> Insurer?

  /// Revokes every key of the name.
  /// - Returns: how many there were.
  func revoke(name: String) async throws(ViewError) -> Int
}

public struct Insurer: Hashable, Sendable {
  public var id: RecordID
  public var name: String

  public init(id: RecordID, name: String) {
    self.id = id
    self.name = name
  }
}
