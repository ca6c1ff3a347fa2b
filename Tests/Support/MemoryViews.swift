internal import Core
public import Ports
internal import Synchronization

/// A database of views in memory for tests of stages: claims, fencing, merges, and a fault at any call that is asked
/// for. Any number of stores may be open on it, as processes would be.
public final class MemoryViews: Sendable {
  /// How a call fails; the caller sees `.unavailable` either way.
  public enum Fault: Hashable, Sendable, CaseIterable {
    /// Nothing was done.
    case refused
    /// It was done, but the answer was lost.
    case answerLost
  }

  struct State: Sendable {
    var positions: [LogPartition: ViewClaim] = [:]
    var tables: [String: MemoryViewTable] = [:]
    var calls = 0
    var faults: [Int: Fault] = [:]
  }

  private let state = Mutex(State())

  public init() {}

  public func store() -> MemoryViewStore { MemoryViewStore(self) }

  /// Whole rows of the table, in no order. A column that was never given is absent.
  public func rows(of table: String) -> [[String: ViewCell]] {
    state.withLock { $0.tables[table]?.contents ?? [] }
  }

  /// What is remembered of each partition that was ever claimed.
  public var positions: [LogPartition: ViewClaim] { state.withLock { $0.positions } }

  /// Claims and writes so far, those that failed included: a loop over faults ends when a run made fewer.
  public var callCount: Int { state.withLock { $0.calls } }

  /// Lets the claim or write with this number (from 1) fail, once.
  public func fail(call number: Int, _ fault: Fault) { state.withLock { $0.faults[number] = fault } }

  /// One call of the port, whole or not at all.
  func call<Result: Sendable>(
    _ operation: String, _ body: (inout State) throws(ViewError) -> Result
  ) throws(MemoryViewFailure) -> Result {
    try state.withLock { (state) throws(MemoryViewFailure) in
      state.calls += 1
      let fault = state.faults.removeValue(forKey: state.calls)
      let unavailable = ViewError(.unavailable, operation: operation, reason: "a fault", hint: "asked for by a test")
      if fault == .refused { throw MemoryViewFailure(error: unavailable, outcomeIsKnown: true) }
      var changed = state
      let result: Result
      do throws(ViewError) { result = try body(&changed) } catch {
        throw MemoryViewFailure(error: error, outcomeIsKnown: true)
      }
      state = changed
      if fault == .answerLost { throw MemoryViewFailure(error: unavailable, outcomeIsKnown: false) }
      return result
    }
  }
}

struct MemoryViewFailure: Error {
  var error: ViewError
  var outcomeIsKnown: Bool
}
