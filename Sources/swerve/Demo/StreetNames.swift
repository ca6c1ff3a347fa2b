/// Names for streets that do not exist. Letters and spaces only.
struct StreetNames {
  private static let first = [
    "Alder", "Anchor", "Barley", "Beacon", "Birch", "Bramble", "Chestnut", "Clover", "Copper", "Cotton", "Elder",
    "Fern", "Foundry", "Gannet", "Granary", "Harbour", "Hazel", "Heather", "Juniper", "Kelp", "Lantern", "Larch",
    "Linden",
    "Mariner", "Meadow", "Mill", "Orchard", "Petrel", "Quarry", "Rowan", "Saffron", "Sailmaker", "Silver", "Station",
    "Tanner", "Thistle", "Tide", "Weaver", "Willow", "Windmill",
  ]
  private static let streets = ["Street", "Lane", "Road", "Row", "Way"]
  private static let avenues = ["Avenue", "Boulevard"]

  private var left: [String]

  init(randomness: inout SplitMix64) {
    left = Self.first
    for index in stride(from: left.count - 1, to: 0, by: -1) { left.swapAt(index, randomness.index(index + 1)) }
  }

  /// Each first name is given once; the planner needs fewer than there are.
  mutating func next(isAvenue: Bool, _ randomness: inout SplitMix64) -> String {
    let endings = isAvenue ? Self.avenues : Self.streets
    let name = left.popLast() ?? "Nameless"
    return "\(name) \(endings[randomness.index(endings.count)])"
  }
}
