/// Deceleration from GPS speed alone, for a camera without an accelerometer.
///
/// The slope is taken over at least 0.9 s, so that at ten fixes a second the receiver's noise (0.1 m/s) stays below
/// 0.02 g.
struct SpeedSlope: Sendable {
  static let shortest = Timestamp.Span.milliseconds(900)
  static let longest = Timestamp.Span.milliseconds(2_100)
  static let capacity = 64

  private var fixes: [(time: Timestamp, speed: Float)] = []

  /// The slope that ends at this fix in g, positive when slowing down, and the middle of its interval.
  mutating func absorb(_ fix: PositionFix) -> (level: Float, time: Timestamp)? {
    guard let speed = fix.speed?.metersPerSecond else { return nil }
    fixes.removeAll { fix.time - $0.time > Self.longest }
    if fixes.count == Self.capacity { fixes.removeFirst() }
    defer { fixes.append((fix.time, speed)) }
    guard let earlier = fixes.last(where: { fix.time - $0.time >= Self.shortest }) else { return nil }
    let span = fix.time - earlier.time
    let slope = (earlier.speed - speed) / Float(span.seconds)
    return (
      slope / Acceleration.metersPerSecondSquaredPerG, earlier.time + .milliseconds(span.milliseconds / 2)
    )
  }

  mutating func removeAll() { fixes.removeAll() }
}
