import Core

/// Draws a town from a seed: the grid first, then the ring around it, then the motorway across, then who gives way to
/// whom.
struct TownPlanner {
  /// Columns and rows of the grid.
  static let columns = 9
  static let rows = 9
  /// Those that are avenues.
  static let avenues: Set<Int> = [2, 6]
  /// The motorway runs between this row and the next; only avenues cross it, on bridges.
  static let rowBelowMotorway = 1
  /// Metres between two points of a drawn curve.
  static let shapeStep = 25.0

  var randomness: SplitMix64
  var junctions: [PlanePoint] = []
  var roads: [TownRoad] = []
  /// Junctions at the ends of each road.
  var ends: [(from: Int, to: Int)] = []
  /// Roads of the ring, counterclockwise.
  var ringRoads: [Int] = []
  var motorways: (eastbound: Int, westbound: Int) = (0, 0)

  init(randomness: SplitMix64) { self.randomness = randomness }

  mutating func plan() -> SyntheticTown {
    let grid = layGrid()
    let gates = layMotorway()
    layRing(grid: grid, gates: gates)
    thinOut()
    warp()
    return layLinks()
  }

  // MARK: The grid

  /// Junctions by row and column.
  private mutating func layGrid() -> [[Int]] {
    let across = (0..<Self.columns).map { Double($0) * 232 - 928 }
    let up = [-955, -730, -440, -215, 10, 235, 460, 690, 915].map(Double.init)
    var grid: [[Int]] = []
    for row in 0..<Self.rows {
      grid.append(
        (0..<Self.columns).map { column in
          // Avenues stay nearly straight; streets wander.
          let sideways = Self.avenues.contains(column) ? 8.0 : 34
          let upwards = Self.avenues.contains(row) ? 8.0 : 26
          junctions.append(
            PlanePoint(
              east: across[column] + randomness.between(-sideways, sideways),
              north: up[row] + randomness.between(-upwards, upwards)))
          return junctions.count - 1
        })
    }
    layStreets(grid)
    return grid
  }

  private mutating func layStreets(_ grid: [[Int]]) {
    var names = StreetNames(randomness: &randomness)
    for row in 0..<Self.rows {
      let isAvenue = Self.avenues.contains(row)
      let name = names.next(isAvenue: isAvenue, &randomness)
      for column in 0..<(Self.columns - 1) {
        layStreet(name, isAvenue: isAvenue, grid[row][column], grid[row][column + 1])
      }
    }
    for column in 0..<Self.columns {
      let isAvenue = Self.avenues.contains(column)
      var name = names.next(isAvenue: isAvenue, &randomness)
      for row in 0..<(Self.rows - 1) {
        if row == Self.rowBelowMotorway, !isAvenue {
          // Cut in two by the motorway: the other half is another street.
          name = names.next(isAvenue: false, &randomness)
        } else {
          layStreet(name, isAvenue: isAvenue, grid[row][column], grid[row + 1][column])
        }
      }
    }
  }

  private mutating func layStreet(_ name: String, isAvenue: Bool, _ from: Int, _ to: Int) {
    let bow = !isAvenue && randomness.chance(0.55) ? randomness.between(-26, 26) : 0
    lay(TownRoad(name, isAvenue ? .avenue : .street, curve(from, to, bow: bow)), from, to)
  }

  // MARK: What every part is laid with

  mutating func lay(_ road: TownRoad, _ from: Int, _ to: Int) {
    roads.append(road)
    ends.append((from, to))
  }

  /// A line between two junctions that bows so many metres to its right in the middle.
  func curve(_ from: Int, _ to: Int, bow: Double) -> [PlanePoint] {
    let start = junctions[from]
    let along = junctions[to] - start
    let pieces = max(2, Int(along.length / Self.shapeStep))
    let right = along.unit.right
    return (0...pieces).map { piece in
      let share = Double(piece) / Double(pieces)
      return start + along * share + right * (bow * 4 * share * (1 - share))
    }
  }

  // MARK: The last touches

  /// Takes some streets away, so that blocks differ, wherever everybody can still get everywhere.
  private mutating func thinOut() {
    var road = 0
    while road < roads.count {
      let (from, to) = ends[road]
      let degrees = [from, to].map { end in ends.count { $0.from == end || $0.to == end } }
      if roads[road].kind == .street, degrees.allSatisfy({ $0 >= 3 }), randomness.chance(0.15),
        isConnected(without: road)
      {
        roads.remove(at: road)
        ends.remove(at: road)
        ringRoads = ringRoads.map { $0 - ($0 > road ? 1 : 0) }
        motorways.eastbound -= motorways.eastbound > road ? 1 : 0
        motorways.westbound -= motorways.westbound > road ? 1 : 0
      } else {
        road += 1
      }
    }
  }

  private func isConnected(without closed: Int) -> Bool {
    var isReached = [Bool](repeating: false, count: junctions.count)
    var frontier = [ends[closed].from]
    isReached[frontier[0]] = true
    while let junction = frontier.popLast() {
      for (road, end) in ends.enumerated() where road != closed {
        guard end.from == junction || end.to == junction else { continue }
        let other = end.from == junction ? end.to : end.from
        guard !isReached[other] else { continue }
        isReached[other] = true
        frontier.append(other)
      }
    }
    return isReached.allSatisfy { $0 }
  }

  /// Turns the town a little and bends it smoothly, so that nothing is quite straight or quite north.
  private mutating func warp() {
    func sine(_ radians: Double) -> Double { Course(degrees: radians * 180 / .pi)?.unitVector.east ?? 0 }
    let (sineOfTurn, cosineOfTurn) = (0.139173, 0.990268)  // 8°
    func bend(_ point: PlanePoint) -> PlanePoint {
      let bent = PlanePoint(
        east: point.east + 48 * sine(point.north / 520), north: point.north + 42 * sine(point.east / 610 + 0.6))
      return PlanePoint(
        east: bent.east * cosineOfTurn - bent.north * sineOfTurn,
        north: bent.east * sineOfTurn + bent.north * cosineOfTurn)
    }
    junctions = junctions.map(bend)
    for road in roads.indices { roads[road].shape = roads[road].shape.map(bend) }
  }
}
