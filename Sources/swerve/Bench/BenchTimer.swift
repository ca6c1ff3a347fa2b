import Foundation

/// Wall and processor time of this process.
struct BenchTimer {
  private let wall: Double
  private let processor: Double

  init() {
    wall = Self.seconds(CLOCK_MONOTONIC)
    processor = Self.seconds(CLOCK_PROCESS_CPUTIME_ID)
  }

  /// Seconds since it was made.
  var elapsed: (wall: Double, processor: Double) {
    (Self.seconds(CLOCK_MONOTONIC) - wall, Self.seconds(CLOCK_PROCESS_CPUTIME_ID) - processor)
  }

  private static func seconds(_ clock: clockid_t) -> Double {
    var time = timespec()
    unsafe clock_gettime(clock, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
