/// The way ahead of one vehicle as a smooth line with a speed for each point of it: corners cut as drivers cut them,
/// slow enough in curves, and braked for in time. Links are appended at its end and driven ones dropped at its start.
struct RouteProfile: Sendable {
  /// Corners are rounded by averaging the line over this many metres each way.
  static let rounding = 12.0
  /// Metres between two samples, before rounding shortens the corners.
  static let step = 2.0
  /// Comfortable acceleration to the side in curves, m/s² (0.2 g).
  static let lateralComfort = 2.0
  /// Braking that is planned for, m/s². What is felt stays below 2.
  static let plannedBraking = 1.5

  /// One point of the smooth line.
  struct Sample: Sendable, BitwiseCopyable {
    /// Metres driven since the first link.
    var distance: Double
    var point: PlanePoint
    /// Unit vector.
    var direction: PlanePoint
    /// 1/m, positive to the right.
    var curvature: Double
    /// m/s.
    var speedLimit: Double
    /// What is comfortable here, with what comes after in mind, m/s.
    var comfort: Double
    /// Of the town's links.
    var link: Int32
  }

  /// Something to look out for.
  struct Mark: Sendable {
    /// As in `Sample`; of a stop line, where the bumper stands.
    var distance: Double
    var kind: Kind

    enum Kind: Sendable {
      case stopSign
      case signal(offset: Int, crossing: Bool)
      case hazard(Int)
    }
  }

  private(set) var samples: [Sample] = []
  private(set) var marks: [Mark] = []
  private var line = RouteLine()
  /// Where the next sample is taken, in metres of the unsmoothed line.
  private var nextSample = RouteProfile.rounding
  private var pending: [Mark] = []

  var end: Double { samples.last?.distance ?? 0 }

  /// Drives on over these links. Samples reach to `rounding` metres before the end: what comes after bends the rest.
  mutating func append(_ way: some Sequence<Int>, in town: SyntheticTown, hazards: [TownHazard]) {
    for index in way {
      let link = town.links[index]
      let start = line.length
      for (number, hazard) in hazards.enumerated() where hazard.link == index {
        pending.append(Mark(distance: start + hazard.along, kind: .hazard(number)))
      }
      line.append(link, index: index)
      // The bumper stops short of the junction.
      let stopLine = max(start + 1, line.length - Self.rounding + 2)
      switch link.control {
      case .none: break
      case .stopSign: pending.append(Mark(distance: stopLine, kind: .stopSign))
      case .signal(let offset, let crossing):
        pending.append(Mark(distance: stopLine, kind: .signal(offset: offset, crossing: crossing)))
      }
    }
    pending.sort { $0.distance < $1.distance }
    let first = samples.count
    takeSamples(in: town)
    planSpeeds(from: max(0, first - 1))
  }

  /// Forgets what lies more than a few samples behind `index`. Returns by how much indices shrink.
  mutating func drop(before index: Int) -> Int {
    let count = max(0, index - 4)
    samples.removeFirst(count)
    marks.removeAll { $0.distance < (samples.first?.distance ?? 0) }
    line.drop(before: nextSample - 2 * Self.rounding)
    return count
  }

  private mutating func takeSamples(in town: SyntheticTown) {
    while nextSample <= line.length - Self.rounding {
      let (point, direction) = line.smooth(at: nextSample, over: Self.rounding)
      let link = line.link(at: nextSample)
      var distance = 0.0
      var curvature = 0.0
      if let last = samples.last {
        let ahead = max(0.01, (point - last.point).length)
        distance = last.distance + ahead
        curvature = last.direction.turn(to: direction) / ahead
      }
      let limit = town.links[link].speedLimit
      samples.append(
        Sample(
          distance: distance, point: point, direction: direction, curvature: curvature, speedLimit: limit,
          comfort: min(limit, (Self.lateralComfort / max(1e-6, abs(curvature))).squareRoot()), link: Int32(link)))
      while let mark = pending.first, mark.distance <= nextSample {
        marks.append(Mark(distance: distance, kind: mark.kind))
        pending.removeFirst()
      }
      nextSample += Self.step
    }
  }

  /// Backwards from the end: fast enough only for what planned braking can still slow.
  private mutating func planSpeeds(from first: Int) {
    var index = samples.count - 2
    while index >= 0 {
      let ahead = samples[index + 1].distance - samples[index].distance
      let next = samples[index + 1].comfort
      let reachable = (next * next + 2 * Self.plannedBraking * ahead).squareRoot()
      if samples[index].comfort > reachable {
        samples[index].comfort = reachable
      } else if index < first {
        // What was planned before already allows for this.
        return
      }
      index -= 1
    }
  }
}
