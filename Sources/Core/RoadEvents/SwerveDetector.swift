/// Recognizes out and back at speed: two turns of opposite sign, each large enough, within three seconds.
struct SwerveDetector: Sendable {
  let configuration: RoadEventConfiguration.Swerving
  private var current: Turn?
  private var previous: Turn?
  private var lastTime: Timestamp?

  init(_ configuration: RoadEventConfiguration.Swerving) { self.configuration = configuration }

  /// One run of lateral acceleration of one sign.
  private struct Turn {
    var start: Timestamp
    var end: Timestamp
    /// Degrees, signed as the acceleration.
    var angle = 0.0
    var peak: Float = 0
    var peakTime: Timestamp
    var peaks = HazardSighting.Peaks(deceleration: .g(0), lateral: .g(0), vertical: .g(0))
  }

  mutating func removeAll() {
    current = nil
    previous = nil
    lastTime = nil
  }

  /// - Returns: the swerve that this value completes.
  mutating func absorb(_ axes: AxisMeans, at time: Timestamp, speed: Speed?) -> Excursion? {
    defer { lastTime = time }
    guard let speed, speed >= configuration.leastSpeed, let lastTime, time > lastTime else { return nil }
    let interval = time - lastTime
    // A hole in the samples is a hole in the integral.
    guard interval <= .milliseconds(300) else {
      current = nil
      previous = nil
      return nil
    }
    var turn = current ?? Turn(start: time, end: time, peakTime: time)
    if turn.angle != 0, (turn.angle > 0) != (axes.right > 0) {
      previous = qualifies(turn) ? turn : nil
      turn = Turn(start: time, end: time, peakTime: time)
    }
    let rate = axes.right * Acceleration.metersPerSecondSquaredPerG / speed.metersPerSecond
    turn.angle += Double(rate) * interval.seconds / Mathematics.radiansPerDegree
    turn.end = time
    if abs(axes.right) > turn.peak {
      turn.peak = abs(axes.right)
      turn.peakTime = time
      turn.peaks.lateral = .g(axes.right)
    }
    turn.peaks.deceleration = max(turn.peaks.deceleration, .g(max(0, -axes.forward)))
    if abs(axes.up) > abs(turn.peaks.vertical.g) { turn.peaks.vertical = .g(axes.up) }
    current = turn
    return completed(by: turn)
  }

  private func qualifies(_ turn: Turn) -> Bool {
    abs(turn.angle) >= configuration.angle && turn.peak >= configuration.threshold.g
  }

  private mutating func completed(by turn: Turn) -> Excursion? {
    guard let first = previous, qualifies(turn), turn.end - first.start <= configuration.within else { return nil }
    previous = nil
    let larger = first.peak >= turn.peak ? first : turn
    let smaller = first.peak >= turn.peak ? turn : first
    var peaks = larger.peaks
    peaks.deceleration = max(peaks.deceleration, smaller.peaks.deceleration)
    if abs(smaller.peaks.vertical.g) > abs(peaks.vertical.g) { peaks.vertical = smaller.peaks.vertical }
    return Excursion(
      start: first.start, end: turn.end, peakTime: larger.peakTime, peakLevel: larger.peak, peaks: peaks,
      duration: turn.end - first.start)
  }
}
