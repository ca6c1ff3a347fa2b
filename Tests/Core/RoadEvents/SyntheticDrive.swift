import Core
import TestSupport

extension SeededGenerator {
  /// The sum of twelve uniform numbers: near enough to normal.
  mutating func normal() -> Double {
    (0..<12).reduce(-6.0) { sum, _ in sum + Double(next() >> 11) / 9_007_199_254_740_992 }
  }
}

/// A car that drives north-east as its accelerations say, and what its sensors would have recorded.
struct SyntheticDrive {
  var start = Timestamp(milliseconds: 1_767_225_600_000)
  var seconds = 60.0
  var speed = 20.0
  /// Samples a second; nil: no accelerometer.
  var motionRate: Double? = 100
  var fixRate: Double? = 1
  /// Of the accelerometer, g.
  var noise = 0.03
  /// Of the mount, added to what is felt along the road, g.
  var tilt = 0.0
  var tiltAcross = 0.0
  var accuracy: Double? = 4
  var seed: UInt64 = 1
  /// Along the road in g by second of the drive; the car follows it.
  var forward: [(ClosedRange<Double>, Double)] = []
  /// Felt by the accelerometer only: a hand, a bump.
  var felt: [(ClosedRange<Double>, forward: Double, right: Double, up: Double)] = []
  /// Across the road in g; the car turns.
  var across: [(ClosedRange<Double>, Double)] = []
  /// Seconds without fixes.
  var blind: [ClosedRange<Double>] = []
  var scores: [(Double, Float)] = []

  private func value(_ profile: [(ClosedRange<Double>, Double)], at time: Double) -> Double {
    profile.first { $0.0.contains(time) }?.1 ?? 0
  }

  func readings() -> [SensorReading] {
    var generator = SeededGenerator(seed: seed)
    var readings: [SensorReading] = []
    var velocity = speed
    var course = 45.0
    var position = Coordinate(latitude: 41.25, longitude: -95.98)!
    let step = 0.01
    for tick in 0...Int(seconds / step) {
      let time = Double(tick) * step
      let along = velocity > 0 ? value(forward, at: time) : max(0, value(forward, at: time))
      let turning = value(across, at: time)
      let instant = start + .milliseconds(Int64(tick) * 10)
      if let fixRate, isDue(tick, rate: fixRate), !blind.contains(where: { $0.contains(time) }) {
        readings.append(
          .fix(
            PositionFix(
              time: instant, position: position, speed: .metersPerSecond(Float(velocity)),
              course: Course(degrees: course), horizontalAccuracy: accuracy.map { .meters($0) })))
      }
      if let motionRate, isDue(tick, rate: motionRate) {
        let extra = felt.first { $0.0.contains(time) }
        readings.append(
          .motion(
            MotionSample(
              time: instant, forward: .g(Float(along + tilt + (extra?.forward ?? 0) + noise * generator.normal())),
              right: .g(Float(turning + tiltAcross + (extra?.right ?? 0) + noise * generator.normal())),
              up: .g(Float((extra?.up ?? 0) + noise * generator.normal())))))
      }
      for score in scores where abs(score.0 - time) < step / 2 {
        readings.append(.anticipation(AnticipationScore(time: instant, probability: score.1)))
      }
      velocity = max(0, velocity + along * 9.80665 * step)
      if velocity > 1 { course += turning * 9.80665 / velocity * step * 57.29578 }
      if let direction = Course(degrees: course) {
        let (east, north) = direction.unitVector
        position = position.moved(east: east * velocity * step, north: north * velocity * step)
      }
    }
    return readings
  }

  private func isDue(_ tick: Int, rate: Double) -> Bool { tick % Int((100 / rate).rounded()) == 0 }
}

extension [RoadFinding] {
  var events: [RoadEvent] { compactMap { if case .event(let event) = $0 { event } else { nil } } }

  func events(_ kind: IncidentKind) -> [RoadEvent] { events.filter { $0.kind == kind } }

  func withheld(_ kind: IncidentKind) -> [WithholdingReason] {
    compactMap { if case .withheld(let event, let reason) = $0, event.kind == kind { reason } else { nil } }
  }
}

func find(in readings: [SensorReading], _ configuration: RoadEventConfiguration = .init()) -> [RoadFinding] {
  var detector = RoadEventDetector(configuration)
  var findings: [RoadFinding] = []
  for reading in readings { findings += detector.absorb(reading) }
  return findings + detector.finish()
}
