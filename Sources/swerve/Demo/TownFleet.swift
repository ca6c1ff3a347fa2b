/// Who drives in the town: commuters on their round, lorries on the motorway, and people who go anywhere.
struct TownFleet {
  private static let commuterShare = 0.38
  private static let motorwayShare = 0.22
  /// The share of commuters who are, at the start, on the pieces of the ring before the first hazard.
  private static let rushShare = 0.6

  private let town: SyntheticTown
  private let hazards: [TownHazard]
  private var randomness: SplitMix64
  private let streets: [Int]

  init(town: SyntheticTown, hazards: [TownHazard], randomness: SplitMix64) {
    self.town = town
    self.hazards = hazards
    self.randomness = randomness
    // Where a car can stand at the start: straight enough and long enough.
    streets = town.links.indices.filter { town.links[$0].length > 80 && town.links[$0].laneOffset > 0 }
  }

  mutating func next(id: Int) -> TownVehicle {
    // By number, not by chance, so that a small fleet has all kinds in these shares.
    let share = Double(id * 37 % 100) / 100
    let marks = town.landmarks
    if share < Self.commuterShare {
      let circuit = [marks.ring, marks.ringEntry]
      if randomness.chance(Self.rushShare) {
        let isEarly = randomness.chance(0.5)
        return vehicle(id, start: isEarly ? marks.ringMiddle : marks.ringEntry, circuit: circuit, nextGoal: 0)
      }
      let wayBack = town.route(from: marks.ring, to: marks.ringEntry).filter { town.links[$0].length > 80 }
      let start = wayBack.isEmpty ? marks.ringEntry : wayBack[randomness.index(wayBack.count)]
      return vehicle(id, start: start, circuit: circuit, nextGoal: start == marks.ringEntry ? 0 : 1)
    }
    if share < Self.commuterShare + Self.motorwayShare {
      let isEastbound = randomness.chance(0.5)
      return vehicle(
        id, start: isEastbound ? marks.eastbound : marks.westbound, circuit: [marks.eastbound, marks.westbound],
        nextGoal: isEastbound ? 1 : 0)
    }
    return vehicle(id, start: streets[randomness.index(streets.count)], circuit: [], nextGoal: 0)
  }

  private mutating func vehicle(_ id: Int, start: Int, circuit: [Int], nextGoal: Int) -> TownVehicle {
    var vehicle = TownVehicle(
      id: id, start: start, circuit: circuit, nextGoal: nextGoal, randomness: randomness.split())
    vehicle.enter(at: randomness.between(0.02, 0.95), town: town, hazards: hazards)
    return vehicle
  }
}
