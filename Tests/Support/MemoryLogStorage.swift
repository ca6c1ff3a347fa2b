internal import Core
internal import Foundation
internal import Ports

/// The state behind one lock, and the wait for it to change.
// NSCondition guards `state`: every access is between its lock and unlock, so the class may be shared.
final class MemoryLogStorage: @unchecked Sendable {
  private let condition = NSCondition()
  private var state = MemoryLogState()

  func read<Result>(_ body: (MemoryLogState) -> Result) -> Result {
    condition.lock()
    defer { condition.unlock() }
    return body(state)
  }

  func change<Result>(_ body: (inout MemoryLogState) -> Result) -> Result {
    condition.lock()
    defer {
      condition.broadcast()
      condition.unlock()
    }
    return body(&state)
  }

  /// One call of the port: counted, and failed where a fault waits for its number.
  func call<Result>(
    _ operation: String, failingAs kind: LogError.Kind = .unavailable,
    _ body: (inout MemoryLogState) throws(LogError) -> Result
  ) throws(LogError) -> Result {
    condition.lock()
    defer {
      condition.broadcast()
      condition.unlock()
    }
    state.calls += 1
    let error = LogError(kind, operation: operation, reason: "fault at call \(state.calls)", hint: "asked for by a test")
    switch state.faults.removeValue(forKey: state.calls) {
    case nil: return try body(&state)
    case .refused: throw error
    case .answerLost:
      _ = try body(&state)
      throw error
    }
  }

  /// Tries until `body` returns something or the wait is over.
  func wait<Result>(_ span: Timestamp.Span, for body: (inout MemoryLogState) -> Result?) -> Result? {
    let deadline = Date(timeIntervalSinceNow: span.seconds)
    condition.lock()
    defer { condition.unlock() }
    while true {
      if let result = body(&state) {
        condition.broadcast()
        return result
      }
      guard span > .zero, condition.wait(until: deadline) else { return body(&state) }
    }
  }
}
