import Core

/// One hard braking: the pedal goes down within a quarter of a second, stays, and comes up again.
struct HardBrake: Sendable {
  /// Seconds for the pedal to go down, and up.
  static let ramp = 0.24
  /// m/s: slower than this, a driver has stopped what is called hard braking.
  static let leastSpeed = 2.0

  /// m/s², positive.
  var peak: Double
  /// Seconds, ramps included.
  var duration: Double
  private(set) var elapsed = 0.0

  init(peakG: Double, duration: Double) {
    peak = peakG * Double(Acceleration.metersPerSecondSquaredPerG)
    self.duration = duration
  }

  /// The acceleration of the next `seconds`, m/s²; nil when it is over.
  mutating func next(seconds: Double) -> Double? {
    guard elapsed < duration else { return nil }
    elapsed += seconds
    return -peak * max(0.1, min(1, elapsed / Self.ramp, (duration - elapsed) / Self.ramp))
  }
}
