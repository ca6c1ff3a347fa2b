/// Learns the tilt of the mount: what the accelerometer says beyond what GPS shows the car to do.
///
/// A camera that leans by 5° reads 0.09 g of gravity as a constant braking (measured on comma2k19: −0.06 … −0.10 g
/// against the wheel speed). Along the road the reference is the slope of the GPS speed, across it the GPS speed
/// times the rate of turn, upwards it is zero. To first order in the tilt a constant is all there is to remove; the
/// scale error that stays is 3 % at 15°. Not used below 5 Hz, where a sample and the slope around it are different
/// things; the 1 Hz recorders we know level their values themselves (DrivePlotR: no trace of its `grav_x` in
/// `accel_x`).
struct MountCalibration: Sendable {
  /// Time constant of the average.
  static let memory = 60.0
  /// Weight of the prior "no tilt", as seconds of evidence.
  static let prior = 5.0
  /// Evidence after which the mount counts as calibrated, seconds.
  static let calibratedAfter = 20.0
  static let leastRate = 5.0
  /// Across the road only above this speed: below it the course is noise.
  static let leastTurnSpeed: Float = 5

  private(set) var forward: Float = 0
  private(set) var right: Float = 0
  private(set) var up: Float = 0
  private var evidenceAlong = 0.0
  private var evidenceAcross = 0.0
  private var sums = (forward: 0.0, right: 0.0, up: 0.0, count: 0.0)
  private var lastFix: PositionFix?

  var isCalibrated: Bool { evidenceAlong >= Self.calibratedAfter }
  var isCalibratedAcross: Bool { evidenceAcross >= Self.calibratedAfter }

  mutating func absorb(_ sample: MotionSample) {
    sums.forward += Double(sample.forward.g)
    sums.right += Double(sample.right.g)
    sums.up += Double(sample.up.g)
    sums.count += 1
  }

  mutating func absorb(_ fix: PositionFix, rate: Double?) {
    defer {
      sums = (0, 0, 0, 0)
      lastFix = fix
    }
    guard let lastFix, sums.count > 0, let rate, rate >= Self.leastRate else { return }
    let seconds = (fix.time - lastFix.time).seconds
    // More than two seconds apart, or samples missing between them: the two means speak of different things.
    guard seconds > 0, seconds <= 2, sums.count >= 0.5 * seconds * rate else { return }
    guard let before = lastFix.speed?.metersPerSecond, let after = fix.speed?.metersPerSecond else { return }
    let gravity = Double(Acceleration.metersPerSecondSquaredPerG)
    let slope = Double(after - before) / seconds / gravity
    Self.learn(&forward, sums.forward / sums.count - slope, seconds, evidence: &evidenceAlong)
    var evidenceUp = evidenceAlong - seconds
    Self.learn(&up, sums.up / sums.count, seconds, evidence: &evidenceUp)

    guard before >= Self.leastTurnSpeed, after >= Self.leastTurnSpeed,
      let from = lastFix.course, let to = fix.course
    else { return }
    var turn = to.degrees - from.degrees
    if turn > 180 { turn -= 360 }
    if turn < -180 { turn += 360 }
    let across = Double(before + after) / 2 * turn * Mathematics.radiansPerDegree / seconds / gravity
    Self.learn(&right, sums.right / sums.count - across, seconds, evidence: &evidenceAcross)
  }

  private static func learn(_ value: inout Float, _ observed: Double, _ seconds: Double, evidence: inout Double) {
    evidence += seconds
    value += Float((observed - Double(value)) * seconds / (min(evidence, memory) + prior))
  }

  /// The sample in the axes of the road.
  func level(_ sample: MotionSample) -> MotionSample {
    MotionSample(
      time: sample.time, forward: .g(sample.forward.g - forward), right: .g(sample.right.g - right),
      up: .g(sample.up.g - up))
  }
}
