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
    let (answer, isLost) = try counted(body)
    guard let answer, !isLost else { throw fault(operation, kind) }
    return answer
  }

  /// What was done is handed out even when its answer is lost: it may close itself when it goes, which takes the lock.
  private func counted<Result>(
    _ body: (inout MemoryLogState) throws(LogError) -> Result
  ) throws(LogError) -> (answer: Result?, isLost: Bool) {
    condition.lock()
    defer {
      condition.broadcast()
      condition.unlock()
    }
    state.calls += 1
    switch state.faults.removeValue(forKey: state.calls) {
    case nil: return (try body(&state), false)
    case .refused: return (nil, true)
    case .answerLost: return (try body(&state), true)
    }
  }

  private func fault(_ operation: String, _ kind: LogError.Kind) -> LogError {
    LogError(kind, operation: operation, reason: "a fault", hint: "asked for by a test")
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
