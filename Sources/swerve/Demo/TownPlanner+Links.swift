/// From drawn roads to drivable links: directions, who gives way, and where the demo's traffic goes.
extension TownPlanner {
  /// How often an avenue crossed by a street has a signal instead of stop signs.
  private static let signalShare = 0.35

  mutating func layLinks() -> SyntheticTown {
    var links: [TownLink] = []
    /// Of each road, in the direction it is drawn.
    var forward: [Int] = []
    for (index, road) in roads.enumerated() {
      let limit = Double(road.speedLimitKilometersPerHour) / 3.6
      let (from, to) = ends[index]
      forward.append(links.count)
      links.append(
        TownLink(
          road: index, from: from, to: to, shape: road.shape, length: road.length, speedLimit: limit,
          laneOffset: road.laneOffset, control: .none))
      if !road.isOneWay {
        links.append(
          TownLink(
            road: index, from: to, to: from, shape: road.shape.reversed(), length: road.length, speedLimit: limit,
            laneOffset: road.laneOffset, control: .none))
      }
    }
    placeControls(on: &links)
    let landmarks = chooseLandmarks(links, forward: forward)
    return SyntheticTown(roads: roads, junctions: junctions, links: links, landmarks: landmarks)
  }

  private mutating func placeControls(on links: inout [TownLink]) {
    for junction in junctions.indices {
      let arriving = links.indices.filter { links[$0].to == junction }
      let ranks = arriving.map { rank(roads[links[$0].road].kind) }
      guard arriving.count >= 3, let least = ranks.min(), let greatest = ranks.max() else { continue }
      let isAvenue = greatest == rank(.avenue)
      let hasSignal = isAvenue && (least == greatest || randomness.chance(Self.signalShare))
      let offset = randomness.index(Int(TrafficSignal.cycle))
      for (link, rank) in zip(arriving, ranks) {
        if hasSignal {
          let shape = links[link].shape
          let last = shape[shape.count - 1] - shape[shape.count - 2]
          links[link].control = .signal(offset: offset, crossing: abs(last.north) > abs(last.east))
        } else if rank < greatest {
          links[link].control = .stopSign
        }
      }
    }
  }

  private func rank(_ kind: TownRoad.RoadKind) -> Int { TownRoad.RoadKind.allCases.firstIndex(of: kind) ?? 0 }

  /// The first hazard waits on the long piece of the ring that lies farthest to the north-east.
  private func chooseLandmarks(_ links: [TownLink], forward: [Int]) -> SyntheticTown.Landmarks {
    let pieces = ringRoads.indices
    func eastAndNorth(_ piece: Int) -> Double {
      let road = roads[ringRoads[piece]]
      let middle = road.shape[road.shape.count / 2]
      return road.length >= 600 ? middle.east + middle.north : -.infinity
    }
    let chosen = pieces.max { eastAndNorth($0) < eastAndNorth($1) } ?? 0
    let onRing = (0..<3).map { back in forward[ringRoads[(chosen - back + pieces.count) % pieces.count]] }
    let motorway = (east: forward[motorways.eastbound], west: forward[motorways.westbound])
    let unnamed = SyntheticTown.Landmarks(
      ringEntry: onRing[2], ringMiddle: onRing[1], ring: onRing[0], avenue: 0, eastbound: motorway.east,
      westbound: motorway.west)
    let draft = SyntheticTown(roads: roads, junctions: junctions, links: links, landmarks: unnamed)
    let wayBack = draft.route(from: unnamed.ring, to: unnamed.ringEntry)
    var landmarks = unnamed
    let avenues = wayBack.filter { roads[links[$0].road].kind == .avenue }
    landmarks.avenue = avenues.max { links[$0].length < links[$1].length } ?? unnamed.ringMiddle
    return landmarks
  }
}
