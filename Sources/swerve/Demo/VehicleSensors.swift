import Core

/// What the camera of a car feels, with the faults of real sensors: a position that drifts, an accelerometer that hums.
struct VehicleSensors: Sendable {
  /// Positions: one standard deviation on each axis, metres, and how much of an error is left a second later
  /// (measured on real receivers: about 0.7 within 5 s, 0.3 after a minute).
  static let positionDeviation = 2.5
  static let positionMemory = 0.92
  /// m/s and degrees.
  static let speedDeviation = 0.12
  static let courseDeviation = 1.2
  /// Below this many m/s a receiver gives no course.
  static let leastCourseSpeed = 0.7
  /// g, standing and for each m/s: engine and road.
  static let hum = 0.006
  static let roadHum = 0.0008
  static let verticalRoadHum = 0.0022
  /// Ticks between two ordinary scores of the anticipation model.
  static let ticksPerScore = 125

  private var randomness: SplitMix64
  private var drift: PlanePoint
  /// What is left of a shock, g, one for each coming sample.
  private var shocks: [Float] = []
  private var isAlarmed = false
  /// In which tick of a second this receiver gives its fix.
  let phase: Int

  /// What there is to feel.
  struct State: Sendable {
    var point: PlanePoint
    /// Unit vector.
    var direction: PlanePoint
    /// 1/m, positive to the right.
    var curvature: Double
    /// m/s, m/s².
    var speed: Double
    var acceleration: Double
  }

  init(randomness: SplitMix64) {
    self.randomness = randomness
    phase = self.randomness.index(TownTraffic.ticksPerSecond)
    drift = PlanePoint(east: self.randomness.normal(), north: self.randomness.normal()) * Self.positionDeviation
  }

  /// The body dips and rises: a pothole at speed.
  mutating func jolt(peakG: Double) { shocks = [-0.7, 1, -0.55, 0.3, -0.12].map { Float($0 * peakG) } }

  /// The anticipation model sees something.
  mutating func alarm() { isAlarmed = true }

  mutating func read(
    _ vehicle: State, tick: Int, time: Timestamp, town: SyntheticTown, into readings: inout [SensorReading]
  ) {
    readings.append(.motion(motion(vehicle, time)))
    if tick % TownTraffic.ticksPerSecond == phase { readings.append(.fix(fix(vehicle, time, town))) }
    if isAlarmed {
      isAlarmed = false
      readings.append(score(time, from: 0.55, to: 0.85))
    } else if (tick + 5 * phase) % Self.ticksPerScore == 0 {
      readings.append(score(time, from: 0.01, to: 0.18))
    }
  }

  private mutating func score(_ time: Timestamp, from low: Double, to high: Double) -> SensorReading {
    .anticipation(AnticipationScore(time: time, probability: Float(randomness.between(low, high))))
  }

  private mutating func motion(_ vehicle: State, _ time: Timestamp) -> MotionSample {
    let gravity = Double(Acceleration.metersPerSecondSquaredPerG)
    let speed = vehicle.speed
    let hum = Self.hum + Self.roadHum * speed
    let forward = vehicle.acceleration / gravity + randomness.normal() * hum
    let right = speed * speed * vehicle.curvature / gravity + randomness.normal() * hum
    var up = Float(randomness.normal() * (Self.hum + Self.verticalRoadHum * speed))
    if let shock = shocks.first {
      up += shock
      shocks.removeFirst()
    }
    return MotionSample(time: time, forward: .g(Float(forward)), right: .g(Float(right)), up: .g(up))
  }

  private mutating func fix(
    _ vehicle: State, _ time: Timestamp, _ town: SyntheticTown
  ) -> PositionFix {
    let fresh = (1 - Self.positionMemory * Self.positionMemory).squareRoot() * Self.positionDeviation
    let noise = PlanePoint(east: randomness.normal(), north: randomness.normal())
    drift = drift * Self.positionMemory + noise * fresh
    let speed = max(0, vehicle.speed + randomness.normal() * Self.speedDeviation)
    let direction = vehicle.direction
    var course = Course(east: direction.east, north: direction.north)
    course = course.flatMap { Course(degrees: $0.degrees + randomness.normal() * Self.courseDeviation) }
    return PositionFix(
      time: time, position: town.coordinate(of: vehicle.point + drift),
      speed: .metersPerSecond(Float(speed)), course: vehicle.speed < Self.leastCourseSpeed ? nil : course,
      horizontalAccuracy: .meters(Self.positionDeviation))
  }
}
