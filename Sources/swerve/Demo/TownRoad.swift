/// A piece of road as it is drawn: between two junctions, with its name, class and limit.
struct TownRoad: Hashable, Sendable {
  var name: String
  var kind: RoadKind
  /// From the first junction to the last; the direction of travel where it is one-way.
  var shape: [PlanePoint]
  var isOneWay: Bool
  var speedLimitKilometersPerHour: Int

  init(_ name: String, _ kind: RoadKind, _ shape: [PlanePoint], isOneWay: Bool = false, limit: Int? = nil) {
    self.name = name
    self.kind = kind
    self.shape = shape
    self.isOneWay = isOneWay
    speedLimitKilometersPerHour = limit ?? kind.usualLimitKilometersPerHour
  }

  /// Metres.
  var length: Double { zip(shape, shape.dropFirst()).reduce(0) { $0 + ($1.1 - $1.0).length } }

  /// How far right of the drawn line a car drives, metres.
  var laneOffset: Double { isOneWay ? 0 : 2 }

  /// From the least to the greatest: who meets a greater road gives way.
  enum RoadKind: String, Hashable, Sendable, CaseIterable {
    case street
    case avenue
    case ring
    case motorway

    var usualLimitKilometersPerHour: Int {
      switch self {
      case .street: 30
      case .avenue: 50
      case .ring: 70
      case .motorway: 110
      }
    }
  }
}

/// One drivable direction of a road.
struct TownLink: Hashable, Sendable {
  var road: Int
  /// Junctions.
  var from: Int
  var to: Int
  /// In the direction of travel.
  var shape: [PlanePoint]
  /// Metres.
  var length: Double
  /// Metres per second.
  var speedLimit: Double
  /// Metres right of the road's line.
  var laneOffset: Double
  /// What stands at its end.
  var control: Control

  /// Seconds at the limit: what routes are chosen by.
  var travelTime: Double { length / speedLimit }

  var startDirection: PlanePoint { (shape[1] - shape[0]).unit }
  var endDirection: PlanePoint { (shape[shape.count - 1] - shape[shape.count - 2]).unit }

  enum Control: Hashable, Sendable {
    case none
    case stopSign
    /// `offset` seconds into the cycle at the town's start; `crossing` for the approaches of the other axis.
    case signal(offset: Int, crossing: Bool)
  }
}
