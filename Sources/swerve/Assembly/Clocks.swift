import Core
import Foundation
import Ports
import Synchronization

/// The system's clock.
struct SystemClock: WallClock {
  func now() -> Timestamp {
    var time = timespec()
    unsafe clock_gettime(CLOCK_REALTIME, &time)
    return Timestamp(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
  }
}

/// A clock that began at `origin` when it was made and runs `speed` times as fast as life.
struct ScaledClock: WallClock {
  let origin: Timestamp
  let speed: Double
  private let started: Timestamp

  init(origin: Timestamp, speed: Double) {
    self.origin = origin
    self.speed = speed
    started = SystemClock().now()
  }

  func now() -> Timestamp {
    origin + .milliseconds(Int64(Double((SystemClock().now() - started).milliseconds) * speed))
  }
}
