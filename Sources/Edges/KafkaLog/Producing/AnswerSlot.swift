internal import Core
internal import Foundation

/// Where one thread leaves a single answer for another.
// `condition` guards `answer`, so the class may be shared.
final class AnswerSlot<Answer: Sendable>: @unchecked Sendable {
  private let condition = NSCondition()
  private var answer: Answer?

  /// Longest wait in one go, in milliseconds: the wait is by the wall clock, the deadline by the monotonic one, and a
  /// step of the former must not make it much longer.
  private static var slice: Int32 { 1_000 }

  func put(_ answer: Answer) {
    condition.lock()
    self.answer = answer
    condition.signal()
    condition.unlock()
  }

  /// nil when none came in time.
  func take(within limit: Timestamp.Span) -> Answer? {
    let deadline = Deadline(after: limit)
    condition.lock()
    defer { condition.unlock() }
    while answer == nil, !deadline.hasPassed {
      let slice = min(deadline.remaining, Self.slice)
      _ = condition.wait(until: Date(timeIntervalSinceNow: Double(slice) / 1_000))
    }
    return answer
  }
}
