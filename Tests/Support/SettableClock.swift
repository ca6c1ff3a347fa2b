public import Core
public import Ports
internal import Synchronization

/// A clock that stands still until it is told to go on.
public final class SettableClock: WallClock {
  private let time: Mutex<Timestamp>

  public init(_ time: Timestamp) { self.time = Mutex(time) }

  public func now() -> Timestamp { time.withLock { $0 } }
  public func set(to now: Timestamp) { time.withLock { $0 = now } }
  public func advance(by span: Timestamp.Span) { time.withLock { $0 = $0 + span } }
}
