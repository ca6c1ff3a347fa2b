internal import Core
internal import Foundation

/// A thread that owns a value and runs one call on it at a time, for a caller who may give up on a call that does not
/// end.
// `condition` guards `work` and `isEnding`; the value never leaves the thread. So the class may be shared.
final class CallThread<Value>: @unchecked Sendable {
  typealias Work = @Sendable (inout Value?) -> Void

  private let condition = NSCondition()
  private var work: Work?
  private var isEnding = false

  init() { Thread { [self] in run() }.start() }

  /// Runs the body on the thread; nil when the limit has passed. Then nothing more may be asked of it but to end.
  func call<Answer: Sendable>(
    within limit: Timestamp.Span, _ body: @escaping @Sendable (inout Value?) -> Answer
  ) -> Answer? {
    let slot = AnswerSlot<Answer>()
    condition.lock()
    precondition(work == nil && !isEnding, "a thread takes one call at a time, and none after it was given up")
    work = { value in slot.put(body(&value)) }
    condition.signal()
    condition.unlock()
    return slot.take(within: limit)
  }

  /// Lets the thread end once it is idle; the value is freed there.
  func end() {
    condition.lock()
    isEnding = true
    condition.signal()
    condition.unlock()
  }

  private func run() {
    var value: Value?
    while let work = next() { work(&value) }
  }

  private func next() -> Work? {
    condition.lock()
    defer { condition.unlock() }
    while work == nil, !isEnding { condition.wait() }
    defer { work = nil }
    return work
  }
}
