internal import Core

/// An instant of the monotonic clock by which a blocking call must be over, in librdkafka's milliseconds.
struct Deadline {
  private let instant: ContinuousClock.Instant

  init(after span: Timestamp.Span) {
    instant = ContinuousClock.now + .milliseconds(max(0, min(span.milliseconds, Int64(Int32.max))))
  }

  /// Whole milliseconds left, rounded up so that a wait is never cut to nothing early; 0 once it has passed.
  var remaining: Int32 {
    let left = ContinuousClock.now.duration(to: instant)
    guard left > .zero else { return 0 }
    let (seconds, attoseconds) = left.components
    return Int32(clamping: seconds * 1_000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
  }

  var hasPassed: Bool { remaining == 0 }
}
