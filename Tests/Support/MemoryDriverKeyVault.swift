public import Core
public import Ports
internal import Synchronization

/// Wrapped driver keys in memory.
public final class MemoryDriverKeyVault: DriverKeyVault {
  private struct Stored {
    var account: RecordID
    var wrapped: [UInt8]
  }

  private let keys = Mutex<[RecordID: Stored]>([:])

  public init() {}

  public func store(_ wrapped: [UInt8], id: RecordID, account: RecordID) throws(ViewError) {
    let isOther = keys.withLock { keys in
      if let known = keys[id] { return known.account != account || known.wrapped != wrapped }
      keys[id] = Stored(account: account, wrapped: wrapped)
      return false
    }
    if isOther { throw ViewError(.other, operation: "store a driver key", reason: "another key is stored") }
  }

  public func wrappedKey(_ id: RecordID) throws(ViewError) -> (account: RecordID, wrapped: [UInt8])? {
    keys.withLock { $0[id].map { ($0.account, $0.wrapped) } }
  }

  public func erase(_ id: RecordID) throws(ViewError) { keys.withLock { $0[id] = nil } }
}
