import Core

/// One car of the demo with its camera: a driver who keeps to limits, stops where one stops, brakes hard now and then
/// and for hazards, and is gentle where an alert told of one.
struct TownVehicle: Sendable {
  /// Hard brakings of everyday traffic for each metre: 1.6 for 100 km, as real drives show (≥ 0.35 g, confirmed by
  /// GPS).
  static let everydayBrakingPerMeter = 1.6e-5
  /// m/s: everyday hard braking happens above.
  static let everydayBrakingSpeed = 7.0
  static let warningsKept = 8
  /// A route is made longer when less than this is left, metres.
  static let routeAhead = 400.0
  /// Each goal adds a route; more than two or three are never needed.
  static let goalsTried = 32

  let id: Int
  /// Links to reach, one after the other, for ever; empty for those who go anywhere.
  let circuit: [Int]
  /// How fast this driver likes to be, beside the limit.
  let pace: Double
  var randomness: SplitMix64
  var sensors: VehicleSensors

  var route = RouteProfile()
  var lastLink: Int
  var nextGoal = 0
  /// The last sample passed.
  var cursor = 0
  /// Metres along the route, m/s, m/s².
  var distance = 0.0
  var speed = 0.0
  var acceleration = 0.0

  var braking: HardBrake?
  /// The nearest hazard ahead, and what this driver will do about it.
  var encounter: HazardEncounter?
  /// Seconds already stood at a stop sign, and the last sign obeyed, metres along the route.
  var waited = 0.0
  var passedStopSign = -Double.infinity
  var warnings: [Warning] = []
  /// m/s that a warning allows, looked up once a second.
  var warnedSpeed = Double.infinity

  /// What an alert told the driver; the latest `warningsKept` are remembered.
  struct Warning: Sendable {
    var place: PlanePoint
    /// Since the start of the demo.
    var until: Timestamp.Span
  }

  /// How a driver meets one hazard.
  struct HazardEncounter: Sendable {
    var kind: TownHazard.Kind
    /// Metres along the route.
    var distance: Double
    var brakesHard: Bool
    /// Metres before the hazard at which the pedal goes down.
    var reaction: Double
    var hasReacted = false
  }

  init(id: Int, start: Int, circuit: [Int], nextGoal: Int, randomness: SplitMix64) {
    self.id = id
    self.circuit = circuit
    self.nextGoal = nextGoal
    lastLink = start
    self.randomness = randomness
    pace = self.randomness.between(0.9, 1.06)
    sensors = VehicleSensors(randomness: self.randomness.split())
  }

  /// Puts the car on its first link so far along, already moving.
  mutating func enter(at share: Double, town: SyntheticTown, hazards: [TownHazard]) {
    route.append([lastLink], in: town, hazards: hazards)
    let first = town.links[lastLink].length
    distance = max(0, min(first - 2 * RouteProfile.rounding, first * share))
    lengthenRoute(town: town, hazards: hazards)
    moveCursor()
    speed = route.samples[cursor].comfort * 0.9
  }

  var now: RouteProfile.Sample { route.samples[cursor] }

  /// The place on the smooth line between two samples.
  var point: PlanePoint {
    let here = now
    return here.point + here.direction * (distance - here.distance)
  }

  /// Plans on while less than `routeAhead` is left.
  mutating func lengthenRoute(town: SyntheticTown, hazards: [TownHazard]) {
    var tries = 0
    while route.end - distance < Self.routeAhead, tries < Self.goalsTried {
      tries += 1
      let goal: Int
      if circuit.isEmpty {
        goal = randomness.index(town.links.count)
      } else {
        goal = circuit[nextGoal % circuit.count]
        nextGoal = (nextGoal + 1) % circuit.count
      }
      let way = goal == lastLink && circuit.isEmpty ? [] : town.route(from: lastLink, to: goal)
      guard let last = way.last else { continue }
      cursor -= route.drop(before: cursor)
      route.append(way, in: town, hazards: hazards)
      lastLink = last
    }
  }

  /// What the camera makes of the step just driven.
  mutating func feel(tick: Int, time: Timestamp, town: SyntheticTown, into readings: inout [SensorReading]) {
    let state = VehicleSensors.State(
      point: point, direction: now.direction, curvature: now.curvature, speed: speed, acceleration: acceleration)
    sensors.read(state, tick: tick, time: time, town: town, into: &readings)
  }

  mutating func moveCursor() {
    while cursor + 2 < route.samples.count, route.samples[cursor + 1].distance <= distance { cursor += 1 }
  }
}
