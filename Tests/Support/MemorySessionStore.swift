public import Core
public import Ports
internal import Synchronization

/// Sessions in memory, under one lock.
public final class MemorySessionStore: SessionStore {
  private struct State {
    var links: [[UInt8]: OwnerSession] = [:]
    var sessions: [[UInt8]: OwnerSession] = [:]
  }

  private let state = Mutex(State())

  public init() {}

  public func addLink(_ link: [UInt8], account: RecordID, until: Timestamp) async throws(ViewError) {
    state.withLock { $0.links[link] = OwnerSession(account: account, until: until) }
  }

  public func redeem(
    link: [UInt8], at now: Timestamp, session: [UInt8], until: Timestamp
  ) async throws(ViewError) -> RecordID? {
    state.withLock { state in
      guard let found = state.links.removeValue(forKey: link), found.until > now else { return nil }
      state.sessions[session] = OwnerSession(account: found.account, until: until)
      return found.account
    }
  }

  public func session(_ session: [UInt8], at now: Timestamp) async throws(ViewError) -> OwnerSession? {
    state.withLock { state in state.sessions[session].flatMap { $0.until > now ? $0 : nil } }
  }

  public func end(session: [UInt8]) async throws(ViewError) {
    state.withLock { $0.sessions[session] = nil }
  }

  public func endAll(of account: RecordID) async throws(ViewError) {
    state.withLock { state in
      state.links = state.links.filter { $0.value.account != account }
      state.sessions = state.sessions.filter { $0.value.account != account }
    }
  }
}
