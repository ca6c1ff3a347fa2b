import Core
import Ports
import Synchronization

/// Time that stands before all events until everything is absorbed, and then after them all: so a quiet moment of the
/// log never closes anything early, and at the end everything is closed.
final class ReplayClock: WallClock {
  private let isOver = Atomic(false)

  func now() -> Timestamp { isOver.load(ordering: .acquiring) ? .distantFuture : .distantPast }
  func end() { isOver.store(true, ordering: .releasing) }
}
