import Core

/// The traffic of a synthetic town: cameras that drive for ever and the readings of their sensors. It has no clock;
/// the same town, number, start and seed give the same readings, whatever the steps in which time is advanced.
struct TownTraffic: Sendable {
  static let usualCameras = 120
  static let ticksPerSecond = 25
  static let tick = Timestamp.Span.milliseconds(40)
  /// What one call of `advance` goes at most; the caller calls again. It bounds the memory that readings take.
  static let longestAdvance = Timestamp.Span.seconds(60)
  /// How long a driver remembers an alert.
  static let warningLasts = Timestamp.Span.minutes(10)

  let town: SyntheticTown
  let hazards: [TownHazard]
  let start: Timestamp
  private var vehicles: [TownVehicle] = []
  private var ticks = 0

  /// `hazards` nil takes the demo's own schedule; an empty list gives ordinary traffic.
  init(
    town: SyntheticTown, cameras: Int = TownTraffic.usualCameras, start: Timestamp, randomness: SplitMix64,
    hazards: [TownHazard]? = nil
  ) {
    precondition(cameras >= 0, "a number of cameras")
    self.town = town
    self.start = start
    self.hazards = hazards ?? TownHazard.schedule(in: town)
    var fleet = TownFleet(town: town, hazards: self.hazards, randomness: randomness)
    vehicles = (0..<cameras).map { fleet.next(id: $0) }
  }

  var elapsed: Timestamp.Span { .milliseconds(Int64(ticks) * Self.tick.milliseconds) }
  var now: Timestamp { start + elapsed }

  /// Drives on until the last tick that is not after `time`, at most `longestAdvance`; time does not go back. Every
  /// camera's readings are in the order of time.
  mutating func advance(to time: Timestamp) -> [(camera: Int, readings: [SensorReading])] {
    let asked = min(max(.zero, time - now), Self.longestAdvance)
    let steps = Int(asked.milliseconds / Self.tick.milliseconds)
    guard steps > 0 else { return [] }
    let first = ticks
    ticks += steps
    return vehicles.indices.map { index in
      var readings: [SensorReading] = []
      readings.reserveCapacity(steps + 2 * (steps / Self.ticksPerSecond + 2))
      for step in 1...steps { advance(index, tick: first + step, into: &readings) }
      return (camera: vehicles[index].id, readings: readings)
    }
  }

  private mutating func advance(_ index: Int, tick: Int, into readings: inout [SensorReading]) {
    let elapsed = Timestamp.Span.milliseconds(Int64(tick) * Self.tick.milliseconds)
    if tick % Self.ticksPerSecond == 0 { vehicles[index].heedWarnings(at: elapsed) }
    vehicles[index].drive(
      seconds: 1 / Double(Self.ticksPerSecond), at: elapsed, town: town, hazards: hazards)
    vehicles[index].feel(tick: tick, time: start + elapsed, town: town, into: &readings)
  }

  /// Where the cars are now.
  var positions: [CarPosition] {
    vehicles.map { vehicle in
      let direction = vehicle.now.direction
      return CarPosition(
        camera: vehicle.id, position: town.coordinate(of: vehicle.point),
        course: Course(east: direction.east, north: direction.north) ?? SyntheticTown.north,
        speed: .metersPerSecond(Float(vehicle.speed)))
    }
  }

  /// An alert reached this camera's driver, who will come near `place` gently. Unknown cameras are no error: the
  /// alert may be for a recorded drive.
  mutating func warn(camera: Int, about place: Coordinate) {
    guard let index = vehicles.firstIndex(where: { $0.id == camera }) else { return }
    vehicles[index].warn(about: town.point(of: place), until: elapsed + Self.warningLasts)
  }
}
