import Agent
import Core

extension Bench {
  /// A camera's machine over a drive at 100 Hz, against a loop that only looks for strong braking.
  static let agent = Bench(
    name: "agent", unit: "sensor reading", events: 500_000, countedEvents: 50_000,
    subject: Workload("agent machine") { events, seed in
      let readings = BenchDrive(events, seed).readings
      return { count in
        var machine = AgentMachine(consent: BenchDrive.consent, hash: { $0 + [UInt8](repeating: 7, count: 32) })
        var effects = 0
        for reading in readings.prefix(count) { effects += machine.absorb(reading).count }
        keep(effects)
      }
    },
    reference: Workload("threshold loop") { events, seed in
      let readings = BenchDrive(events, seed).readings
      return { count in
        var found = 0
        var length = 0
        for reading in readings.prefix(count) {
          guard case .motion(let sample) = reading else { continue }
          length = sample.forward.g < -0.30 ? length + 1 : 0
          if length == 30 { found += 1 }
        }
        keep(found)
      }
    },
    facts: { events, seed in
      var machine = AgentMachine(consent: BenchDrive.consent, hash: { $0 + [UInt8](repeating: 7, count: 32) })
      let effects = machine.absorb(BenchDrive(events, seed).readings) + machine.finish()
      let brakings = effects.count { if case .incident = $0 { true } else { false } }
      return ["incidents": "\(brakings)"]
    })
}

/// A drive at 15 m/s along a straight road: a fix a second, 100 accelerations a second with the noise of a road, and a
/// hard braking every two minutes.
struct BenchDrive {
  static let start = Timestamp(milliseconds: 1_800_000_000_000)
  static let consent: ConsentState = {
    let vehicle = RecordID(high: 1, low: 1)
    var consent = ConsentState(vehicleID: vehicle)
    consent.absorb(
      AccountEvent(
        accountID: RecordID(high: 1, low: 2), time: start,
        content: .consentGranted(scope: .hazardNetwork, textVersion: "1", vehicleID: vehicle)))
    return consent
  }()

  let readings: [SensorReading]

  init(_ count: Int, _ seed: UInt64) {
    var random = SplitMix64(seed: seed)
    var readings: [SensorReading] = []
    readings.reserveCapacity(count)
    var (speed, position) = (15.0, Coordinate(latitudeE7: 400_000_000, longitudeE7: -1_000_000_000))
    var tick = 0
    while readings.count < count {
      let time = Self.start + .milliseconds(Int64(tick) * 10)
      // Every two minutes 2 s at −0.45 g, then 4 s at half that forwards.
      let phase = tick % 12_000
      let forward = phase >= 11_000 && phase < 11_200 ? -0.45 : phase >= 11_300 && phase < 11_700 ? 0.225 : 0
      speed = max(0, speed + forward * 0.0980665)
      position = position.moved(east: 0, north: speed / 100)
      if tick % 100 == 0 {
        readings.append(
          .fix(
            PositionFix(
              time: time, position: position, speed: .metersPerSecond(Float(speed)), course: Course(centidegrees: 0),
              horizontalAccuracy: .meters(3))))
      }
      readings.append(
        .motion(
          MotionSample(
            time: time, forward: .g(Float(forward + random.between(-0.03, 0.03))),
            right: .g(Float(random.between(-0.03, 0.03))),
            up: .g(Float(random.between(-0.05, 0.05))))))
      tick += 1
    }
    self.readings = Array(readings.prefix(count))
  }
}
