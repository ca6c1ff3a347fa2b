import Foundation
import Synchronization

/// One thread that runs one stage's loop until it is told to stop: blocking calls of the log stay off the shared pool.
final class StageThread: Sendable {
  /// What a loop reads to know when to end.
  final class Signal: Sendable {
    private let stopped = Atomic(false)
    var isStopped: Bool { stopped.load(ordering: .acquiring) }
    func stop() { stopped.store(true, ordering: .releasing) }
  }

  let name: String
  let signal = Signal()
  private let done = DispatchSemaphore(value: 0)
  private let outcome = Outcome()

  private final class Outcome: Sendable {
    let failure = Mutex<String?>(nil)
  }

  /// - Parameters:
  ///   - failed: called on the thread when the loop threw; the reason in words.
  ///   - body: makes its log handles, loops until the signal, closes them.
  init(
    _ name: String, failed: @escaping @Sendable (String) -> Void,
    body: @escaping @Sendable (Signal) throws -> Void
  ) {
    self.name = name
    let thread = Thread { [signal, done, outcome] in
      do {
        try body(signal)
      } catch {
        outcome.failure.withLock { $0 = "\(error)" }
        failed("\(name): \(error)")
      }
      done.signal()
    }
    thread.name = name
    // Key agreement on P-256 and protobuf need little; the default of 512 KiB is too small for deep generic code in
    // debug.
    thread.stackSize = 4 << 20
    thread.start()
  }

  /// Why it ended, when it did not end in order.
  var reason: String? { outcome.failure.withLock { $0 } }

  /// Asks the loop to end and waits for it, at most `seconds`.
  @discardableResult
  func stop(within seconds: Double = 15) -> Bool {
    signal.stop()
    let ended = done.wait(timeout: .now() + seconds) == .success
    if ended { done.signal() }
    return ended
  }
}
