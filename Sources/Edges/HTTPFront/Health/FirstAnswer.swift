internal import Synchronization

/// Passes on the first answer that is given, and drops the others.
final class FirstAnswer: Sendable {
  private let continuation: Mutex<CheckedContinuation<String?, Never>?>

  init(_ continuation: CheckedContinuation<String?, Never>) { self.continuation = Mutex(continuation) }

  func give(_ answer: String?) { continuation.withLock { $0.take() }?.resume(returning: answer) }
}
