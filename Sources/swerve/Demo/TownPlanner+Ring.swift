import Core

/// The ring road, and the motorway with its gates.
extension TownPlanner {
  /// Metres from the centre of the town to a gate of the motorway, and the height at which it crosses.
  private static let gateEast = 1_560.0
  private static let motorwayNorth = -585.0
  /// Metres from the middle of a gate's roundabout to its lane.
  private static let roundaboutRadius = 58.0
  private static let roundaboutLimit = 40
  /// Metres between the two carriageways.
  private static let median = 22.0

  // MARK: The ring

  /// Rings the grid, with a junction where each avenue ends and where each gate's access road arrives.
  mutating func layRing(grid: [[Int]], gates: [Int]) {
    var approaches: [(angle: Double, from: Int, name: String, kind: TownRoad.RoadKind)] = []
    for avenue in Self.avenues.sorted() {
      let outermost = [
        grid[0][avenue], grid[Self.rows - 1][avenue], grid[avenue][0], grid[avenue][Self.columns - 1],
      ]
      for junction in outermost {
        let name = ends.firstIndex { ($0.from == junction || $0.to == junction) && isAvenue($0) }.map { roads[$0].name }
        approaches.append((ringAngle(nearestTo: junctions[junction]), junction, name ?? "Avenue", .avenue))
      }
    }
    // Three corners of the grid reach the ring by a street; the fourth leaves it free-flowing.
    for corner in [grid[0][0], grid[0][Self.columns - 1], grid[Self.rows - 1][0]] {
      let name = ends.firstIndex { $0.from == corner || $0.to == corner }.map { roads[$0].name }
      approaches.append((ringAngle(nearestTo: junctions[corner]), corner, name ?? "Street", .street))
    }
    for (gate, name) in zip(gates, ["West Gate", "East Gate"]) {
      let target = PlanePoint(east: junctions[gate].east * 0.82, north: junctions[gate].north + 240)
      approaches.append((ringAngle(nearestTo: target), gate, name, .ring))
    }
    approaches.sort { $0.angle < $1.angle }
    let onRing = approaches.map { approach in
      junctions.append(ringPoint(approach.angle))
      return junctions.count - 1
    }
    for (approach, junction) in zip(approaches, onRing) {
      // Access roads leave their roundabout northwards and meet the ring squarely.
      let bow = approach.kind == .ring ? (junctions[approach.from].east < 0 ? -62.0 : 62) : 0
      lay(TownRoad(approach.name, approach.kind, curve(approach.from, junction, bow: bow)), approach.from, junction)
    }
    for (index, approach) in approaches.enumerated() {
      let next = (index + 1) % approaches.count
      let sweep = approaches[next].angle - approach.angle + (next == 0 ? 360 : 0)
      // 23 m of the ring for each degree.
      let pieces = max(2, Int(sweep * 23 / Self.shapeStep))
      let shape = (0...pieces).map { ringPoint(approach.angle + sweep * Double($0) / Double(pieces)) }
      ringRoads.append(roads.count)
      lay(TownRoad("Ring Road", .ring, shape), onRing[index], onRing[next])
    }
  }

  private func isAvenue(_ end: (from: Int, to: Int)) -> Bool {
    ends.firstIndex { $0.from == end.from && $0.to == end.to }.map { roads[$0].kind == .avenue } ?? false
  }

  /// A circle with shoulders, so that it follows the corners of the grid. Degrees counterclockwise from east.
  private func ringPoint(_ angle: Double) -> PlanePoint {
    let shoulders = Course(degrees: 4 * angle + 180)?.unitVector.north ?? 0
    return polar(radius: 1_350 + 90 * shoulders, angle)
  }

  private func polar(radius: Double, _ angle: Double) -> PlanePoint {
    let unit = Course(degrees: 90 - angle)?.unitVector ?? (east: 0, north: 0)
    return PlanePoint(east: unit.east * radius, north: unit.north * radius)
  }

  private func ringAngle(nearestTo point: PlanePoint) -> Double {
    let angles = (0..<720).map { Double($0) / 2 }
    return angles.min { (ringPoint($0) - point).length < (ringPoint($1) - point).length } ?? 0
  }

  // MARK: The motorway

  /// Lays both carriageways between two roundabouts. Returns the junctions where their access roads begin.
  mutating func layMotorway() -> [Int] {
    let west = layRoundabout("West Gate", east: -Self.gateEast, [-22, 22, 90])
    let east = layRoundabout("East Gate", east: Self.gateEast, [90, 158, 202])
    motorways.eastbound = roads.count
    lay(carriageway(from: west[0], to: east[2], side: -Self.median / 2), west[0], east[2])
    motorways.westbound = roads.count
    lay(carriageway(from: east[1], to: west[1], side: Self.median / 2), east[1], west[1])
    return [west[2], east[0]]
  }

  /// One-way, counterclockwise, with junctions at these angles.
  private mutating func layRoundabout(_ name: String, east: Double, _ angles: [Double]) -> [Int] {
    let centre = PlanePoint(east: east, north: centreLine(east))
    let onCircle = angles.map { angle in
      junctions.append(centre + polar(radius: Self.roundaboutRadius, angle))
      return junctions.count - 1
    }
    for index in angles.indices {
      let next = (index + 1) % angles.count
      let sweep = angles[next] - angles[index] + (next == 0 ? 360 : 0)
      let pieces = max(3, Int(sweep / 10))
      let shape = (0...pieces).map { piece in
        centre + polar(radius: Self.roundaboutRadius, angles[index] + sweep * Double(piece) / Double(pieces))
      }
      lay(
        TownRoad(name, .ring, shape, isOneWay: true, limit: Self.roundaboutLimit), onCircle[index], onCircle[next])
    }
    return onCircle
  }

  private func centreLine(_ east: Double) -> Double {
    let degrees = east / 900 * 90
    return Self.motorwayNorth + 38 * (Course(degrees: degrees)?.unitVector.east ?? 0)
  }

  private func carriageway(from: Int, to: Int, side: Double) -> TownRoad {
    let (start, end) = (junctions[from], junctions[to])
    let pieces = Int((end - start).length / Self.shapeStep)
    var shape = [start]
    for piece in 1..<pieces {
      let share = Double(piece) / Double(pieces)
      let east = start.east + (end.east - start.east) * share
      // Eases from the roundabout into the carriageway's own line over the first and last 6 %.
      let ease = min(1, min(share, 1 - share) / 0.06)
      let straight = start.north + (end.north - start.north) * share
      shape.append(PlanePoint(east: east, north: straight * (1 - ease) + (centreLine(east) + side) * ease))
    }
    return TownRoad("Motorway 7", .motorway, shape + [end], isOneWay: true)
  }
}
