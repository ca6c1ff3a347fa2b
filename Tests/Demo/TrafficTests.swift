import Core
import Testing

@testable import swerve

@Suite("Traffic of the synthetic town")
struct TrafficTests {
  static let start = Timestamp(milliseconds: 1_800_000_000_000)
  let town = SyntheticTown(seed: 7)

  func traffic(seed: UInt64 = 7, cameras: Int = 120, hazards: [TownHazard]? = nil) -> TownTraffic {
    TownTraffic(
      town: town, cameras: cameras, start: Self.start, randomness: SplitMix64(seed: seed), hazards: hazards)
  }

  @Test func `says the same for the same seed, whatever the steps`() {
    func readings(seed: UInt64, stepSeconds: Int64) -> [[SensorReading]] {
      var traffic = traffic(seed: seed, cameras: 20)
      var all = [[SensorReading]](repeating: [], count: 20)
      for second in stride(from: stepSeconds, through: 60, by: Int(stepSeconds)) {
        for (camera, readings) in traffic.advance(to: Self.start + .seconds(second)) { all[camera] += readings }
      }
      return all
    }
    let once = readings(seed: 7, stepSeconds: 1)
    #expect(once == readings(seed: 7, stepSeconds: 1))
    #expect(once == readings(seed: 7, stepSeconds: 15))
    #expect(once != readings(seed: 8, stepSeconds: 1))
  }

  @Test func `stays on the roads`() {
    var traffic = traffic()
    for second in 1...240 {
      _ = traffic.advance(to: Self.start + .seconds(Int64(second)))
      guard second % 16 == 0 else { continue }
      for car in traffic.positions {
        // Two metres of lane and what a driver cuts off a sharp corner.
        #expect(town.distanceToRoad(from: town.point(of: car.position)) < 8)
      }
    }
  }

  @Test func `gives a fix each second and motion 25 times, in order`() throws {
    var traffic = traffic(cameras: 3)
    for (_, readings) in traffic.advance(to: Self.start + .seconds(10)) {
      #expect(readings.map(\.time) == readings.map(\.time).sorted())
      let fixes = readings.compactMap { if case .fix(let fix) = $0 { fix.time } else { nil } }
      let motions = readings.count { if case .motion = $0 { true } else { false } }
      #expect(fixes.count == 10)
      #expect(zip(fixes, fixes.dropFirst()).allSatisfy { $1 - $0 == .seconds(1) })
      #expect(motions == 250)
    }
  }

  @Test func `goes at most a minute in one call and never back`() {
    var traffic = traffic(cameras: 1)
    _ = traffic.advance(to: Self.start + .hours(5))
    #expect(traffic.now == Self.start + TownTraffic.longestAdvance)
    #expect(traffic.advance(to: Self.start).isEmpty)
    #expect(traffic.now == Self.start + TownTraffic.longestAdvance)
  }

  @Test func `feels what its fixes say: acceleration adds up to the change of speed, turns to the change of course`() {
    var traffic = traffic(cameras: 60)
    var streams = [[SensorReading]](repeating: [], count: 60)
    for minute in 1...3 {
      for (camera, readings) in traffic.advance(to: Self.start + .minutes(Int64(minute))) {
        streams[camera] += readings
      }
    }
    var worst: (speed: Double, course: Double, path: Double) = (0, 0, 0)
    for stream in streams {
      let apart = largestDisagreement(stream)
      worst = (max(worst.speed, apart.speed), max(worst.course, apart.course), max(worst.path, apart.path))
    }
    // Ten seconds of accelerometer hum and twice the receiver's noise.
    #expect(worst.speed < 1.2, "m/s over ten seconds")
    #expect(worst.course < 16, "degrees over three seconds")
    #expect(worst.path < 20, "metres over ten seconds")
  }

  /// Largest disagreement between sensors over windows of ten fixes (course: three).
  private func largestDisagreement(_ stream: [SensorReading]) -> (speed: Double, course: Double, path: Double) {
    var worst: (speed: Double, course: Double, path: Double) = (0, 0, 0)
    var fixes: [(fix: PositionFix, gained: Double, turned: Double, driven: Double)] = []
    var gained = 0.0
    var turned = 0.0
    var driven = 0.0
    var speed = 0.0
    for reading in stream {
      switch reading {
      case .motion(let sample):
        gained += Double(sample.forward.g) * 9.80665 / 25
        speed += Double(sample.forward.g) * 9.80665 / 25
        driven += max(0, speed) / 25
        if speed > 3 { turned += Double(sample.right.g) * 9.80665 / speed / 25 * 180 / .pi }
      case .fix(let fix):
        let measured = Double(fix.speed?.metersPerSecond ?? 0)
        if let old = fixes.dropLast(9).last {
          let change = measured - Double(old.fix.speed?.metersPerSecond ?? 0)
          worst.speed = max(worst.speed, abs(change - gained + old.gained))
          worst.path = max(worst.path, fix.position.distance(to: old.fix.position).meters - (driven - old.driven))
        }
        if let old = fixes.dropLast(2).last, let before = old.fix.course, let after = fix.course,
          fixes.suffix(3).allSatisfy({ ($0.fix.speed?.metersPerSecond ?? 0) > 4 }), measured > 4
        {
          let change = Course(degrees: before.degrees + turned - old.turned)
          worst.course = max(worst.course, change?.difference(to: after) ?? 0)
        }
        // The receiver corrects what the accelerometer has lost.
        speed = measured
        fixes.append((fix, gained, turned, driven))
      case .recordingStarted: break
      case .anticipation(let score):
        #expect((0...1).contains(score.probability))
      }
    }
    return worst
  }
}
