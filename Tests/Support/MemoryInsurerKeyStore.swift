public import Core
public import Ports
internal import Synchronization

/// Insurers' keys in memory, under one lock.
public final class MemoryInsurerKeyStore: InsurerKeyStore {
  private let keys = Mutex<[[UInt8]: Insurer]>([:])

  public init() {}

  public func add(key: [UInt8], of insurer: Insurer, at now: Timestamp) async throws(ViewError) {
    keys.withLock { $0[key] = insurer }
  }

  public func insurer(key: [UInt8]) async throws(ViewError) -> Insurer? { keys.withLock { $0[key] } }

  public func revoke(name: String) async throws(ViewError) -> Int {
    keys.withLock { keys in
      let before = keys.count
      keys = keys.filter { $0.value.name != name }
      return before - keys.count
    }
  }
}
