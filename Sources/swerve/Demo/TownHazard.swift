import Core

/// Something real on the road of the demo: what the network is to find out. It comes and goes on a schedule.
struct TownHazard: Hashable, Sendable {
  var kind: Kind
  /// The directed piece of road it lies on, and how far from its start, metres.
  var link: Int
  var along: Double
  /// Since the start of the demo.
  var first: Timestamp.Span
  var lasting: Timestamp.Span
  /// From one start to the next; longer than `lasting`.
  var every: Timestamp.Span

  enum Kind: String, Hashable, Sendable {
    case stoppedVehicle = "stopped_vehicle"
    case debris
    case pothole
  }

  /// The share of unwarned drivers who brake hard for it; the others saw it in time.
  static let brakingShare = 0.9

  func isThere(at elapsed: Timestamp.Span) -> Bool {
    guard elapsed >= first else { return false }
    return (elapsed.milliseconds - first.milliseconds) % every.milliseconds < lasting.milliseconds
  }

  /// The demo's own: a stopped vehicle on the ring from half a minute on, debris on the motorway, a pothole in an
  /// avenue that is never mended, and later the ring and the motorway again, elsewhere.
  static func schedule(in town: SyntheticTown) -> [TownHazard] {
    let marks = town.landmarks
    func place(_ kind: Kind, _ link: Int, _ share: Double, from: Int64, for lasting: Int64) -> TownHazard {
      TownHazard(
        kind: kind, link: link, along: town.links[link].length * share, first: .seconds(from),
        lasting: .seconds(lasting), every: .minutes(45))
    }
    return [
      place(.stoppedVehicle, marks.ring, 0.55, from: 30, for: 780),
      place(.debris, marks.eastbound, 0.5, from: 60, for: 900),
      TownHazard(
        kind: .pothole, link: marks.avenue, along: town.links[marks.avenue].length * 0.5, first: .seconds(20),
        lasting: .hours(1_000_000), every: .hours(1_000_001)),
      place(.stoppedVehicle, marks.ringMiddle, 0.6, from: 1_080, for: 720),
      place(.debris, marks.westbound, 0.45, from: 1_440, for: 780),
    ]
  }
}

extension SyntheticTown {
  /// Where a hazard lies, and which way the road leads there.
  func place(of hazard: TownHazard) -> (position: Coordinate, course: Course) {
    let link = links[hazard.link]
    var left = hazard.along
    for (start, end) in zip(link.shape, link.shape.dropFirst()) {
      let piece = end - start
      if left <= piece.length {
        let point = start + piece.unit * left + piece.unit.right * link.laneOffset
        return (coordinate(of: point), Course(east: piece.east, north: piece.north) ?? SyntheticTown.north)
      }
      left -= piece.length
    }
    let last = link.endDirection
    let course = Course(east: last.east, north: last.north)
    return (coordinate(of: link.shape[link.shape.count - 1]), course ?? SyntheticTown.north)
  }

  static let north: Course = {
    guard let north = Course(centidegrees: 0) else { preconditionFailure("north is a course") }
    return north
  }()
}
