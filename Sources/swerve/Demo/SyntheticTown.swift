import Core

/// A town that does not exist: a warped grid of streets, avenues with signals, a ring road and a motorway across, about
/// three kilometres wide. The same seed gives the same town. It lies in the middle of the Atlantic, where nobody lives.
struct SyntheticTown: Sendable {
  static let origin = Coordinate(latitudeE7: 460_000_000, longitudeE7: -300_000_000)

  /// Cosine of the sharpest turn that is allowed, 120°: sharper ones no driver makes in one go.
  static let sharpestTurn = -0.5

  let roads: [TownRoad]
  let junctions: [PlanePoint]
  let links: [TownLink]
  /// Links that each link may lead on to: no turning round, and no hairpins.
  let following: [[Int]]
  let landmarks: Landmarks

  /// Links that the demo's traffic and hazards are arranged around.
  struct Landmarks: Hashable, Sendable {
    /// Three pieces of the ring one after the other, free-flowing: where commuters enter it, where they go on, where
    /// the first hazard waits for them.
    var ringEntry: Int
    var ringMiddle: Int
    var ring: Int
    /// The longest piece of avenue on the commuters' way back.
    var avenue: Int
    var eastbound: Int
    var westbound: Int
  }

  init(seed: UInt64) {
    var planner = TownPlanner(randomness: SplitMix64(seed: seed))
    self = planner.plan()
  }

  init(roads: [TownRoad], junctions: [PlanePoint], links: [TownLink], landmarks: Landmarks) {
    self.roads = roads
    self.junctions = junctions
    self.links = links
    self.landmarks = landmarks
    var leaving = [[Int]](repeating: [], count: junctions.count)
    for (index, link) in links.enumerated() { leaving[link.from].append(index) }
    following = Self.turns(between: links, leaving: leaving)
  }

  private static func turns(between links: [TownLink], leaving: [[Int]]) -> [[Int]] {
    func cosine(_ link: Int, _ next: Int) -> Double { links[link].endDirection.dot(links[next].startDirection) }
    func isBack(_ next: Int, _ link: Int) -> Bool {
      links[next].road == links[link].road && links[next].to == links[link].from
    }
    var following: [[Int]] = links.indices.map { link in
      let onward = leaving[links[link].to].filter { !isBack($0, link) }
      let gentle = onward.filter { cosine(link, $0) > sharpestTurn }
      // Where the only way on is sharp, it is taken.
      return gentle.isEmpty ? Array(onward.max { cosine(link, $0) < cosine(link, $1) }.map { [$0] } ?? []) : gentle
    }
    var isReached = [Bool](repeating: false, count: links.count)
    for next in following.joined() { isReached[next] = true }
    for lost in links.indices where !isReached[lost] {
      let arriving = links.indices.filter { links[$0].to == links[lost].from && !isBack(lost, $0) }
      if let gentlest = arriving.max(by: { cosine($0, lost) < cosine($1, lost) }) { following[gentlest].append(lost) }
    }
    return following
  }

  func coordinate(of point: PlanePoint) -> Coordinate { Self.origin.moved(east: point.east, north: point.north) }

  func point(of coordinate: Coordinate) -> PlanePoint {
    let (east, north) = coordinate.offset(from: Self.origin)
    return PlanePoint(east: east, north: north)
  }

  /// Metres to the nearest drawn road.
  func distanceToRoad(from point: PlanePoint) -> Double {
    var nearest = Double.infinity
    for road in roads {
      for (start, end) in zip(road.shape, road.shape.dropFirst()) {
        nearest = min(nearest, point.distance(toSegment: start, end))
      }
    }
    return nearest
  }
}
