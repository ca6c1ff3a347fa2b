import Core

/// The product's rule as one would write it first: what was seen by square in a dictionary of arrays, all of it looked
/// at for every sighting. For sightings in order of time. The reference that the detector is measured against, and
/// checked by.
struct PlainHazardRule {
  struct Seen {
    var time: Int64
    var camera: UInt64
    var position: Coordinate
    var course: Course
    var kind: HazardKind
  }

  struct Known {
    var kind: HazardKind
    var position: Coordinate
    var course: Course
    var opened: Int64
    /// When it is cleared if nothing more is seen.
    var expires: Int64
  }

  /// Squares of 0.002° by 0.004°: more than 100 m either way up to 70° of latitude.
  private struct Square: Hashable {
    var row: Int32
    var column: Int32
  }

  let rule: HazardRule
  private(set) var opened: [Known] = []
  private var seen: [Square: [Seen]] = [:]
  /// Indices in `opened` of those that live.
  private var living: [Square: [Int]] = [:]

  init(_ rule: HazardRule) { self.rule = rule }

  mutating func absorb(_ rows: SightingColumns) {
    for row in 0..<rows.count {
      guard let kind = HazardKind(of: SightingKind(rawValue: rows.kind[row])),
        let course = Course(centidegrees: Int(rows.course[row])),
        kind != .suddenBraking || rows.deceleration[row] >= rule.minimumDeceleration.g
      else { continue }
      absorb(
        Seen(
          time: rows.eventTime[row], camera: rows.camera[row],
          position: Coordinate(latitudeE7: rows.latitudeE7[row], longitudeE7: rows.longitudeE7[row]), course: course,
          kind: kind))
    }
  }

  private mutating func absorb(_ new: Seen) {
    let square = square(of: new.position)
    let oldest = new.time - rule.window.milliseconds
    seen[square, default: []].removeAll { $0.time <= oldest }
    seen[square, default: []].append(new)
    if let index = hazard(at: new.position, new.course, new.kind, time: new.time) {
      prolong(index, at: new.time)
      return
    }
    guard let crowd = crowd(around: new) else { return }
    let (position, course) = middle(of: crowd)
    if hazard(at: position, course, new.kind, time: new.time) != nil { return }
    opened.append(
      Known(
        kind: new.kind, position: position, course: course, opened: new.time,
        expires: new.time + rule.coolDown.milliseconds))
    living[self.square(of: position), default: []].append(opened.count - 1)
    prolong(opened.count - 1, at: new.time)
  }

  /// The cameras of the fullest stretch that holds the new sighting, one sighting each; nil when they are too few.
  private func crowd(around new: Seen) -> [Seen]? {
    let (east, north) = new.course.unitVector
    var near: [(along: Double, seen: Seen)] = []
    for other in neighbours(of: new.position) where other.kind == new.kind {
      guard new.time - other.time < rule.window.milliseconds,
        other.course.difference(to: new.course) <= rule.courseTolerance
      else { continue }
      let offset = other.position.offset(from: new.position)
      let along = offset.east * east + offset.north * north
      guard abs(along) <= rule.stretch.meters,
        abs(offset.east * north - offset.north * east) <= rule.lateralReach.meters
      else { continue }
      near.append((along, other))
    }
    guard near.count >= rule.minimumCameras else { return nil }
    for start in near.map(\.along) where start <= 0 {
      var cameras: [UInt64: Seen] = [:]
      for (along, seen) in near where along >= start && along <= start + rule.stretch.meters {
        cameras[seen.camera] = seen
      }
      if cameras.count >= rule.minimumCameras { return Array(cameras.values) }
    }
    return nil
  }

  private func hazard(at position: Coordinate, _ course: Course, _ kind: HazardKind, time: Int64) -> Int? {
    for square in around(square(of: position)) {
      for index in living[square] ?? [] {
        let known = opened[index]
        if known.kind == kind, known.expires > time - rule.lateness.milliseconds,
          known.position.distance(to: position) <= rule.stretch,
          known.course.difference(to: course) <= rule.courseTolerance
        {
          return index
        }
      }
    }
    return nil
  }

  /// While as many cameras as it takes are in the window, the hazard lasts until the one that makes the number up is
  /// gone.
  private mutating func prolong(_ index: Int, at time: Int64) {
    let known = opened[index]
    guard time <= known.expires else { return }
    var latest: [UInt64: Int64] = [:]
    for other in neighbours(of: known.position) where other.kind == known.kind {
      guard other.position.distance(to: known.position) <= rule.stretch,
        other.course.difference(to: known.course) <= rule.courseTolerance
      else { continue }
      latest[other.camera] = max(latest[other.camera] ?? other.time, other.time)
    }
    let times = latest.values.sorted(by: >)
    guard times.count >= rule.minimumCameras else { return }
    let last = times[rule.minimumCameras - 1] + rule.window.milliseconds
    if last > time { opened[index].expires = last + rule.coolDown.milliseconds }
  }

  // MARK: Places

  private func square(of position: Coordinate) -> Square {
    Square(row: position.latitudeE7 / 20_000, column: position.longitudeE7 / 40_000)
  }

  private func around(_ square: Square) -> [Square] {
    (-1...1).flatMap { row in (-1...1).map { Square(row: square.row + row, column: square.column + $0) } }
  }

  private func neighbours(of position: Coordinate) -> [Seen] { around(square(of: position)).flatMap { seen[$0] ?? [] } }

  private func middle(of crowd: [Seen]) -> (Coordinate, Course) {
    var (east, north) = (0.0, 0.0)
    var heading = (east: 0.0, north: 0.0)
    for seen in crowd {
      let offset = seen.position.offset(from: crowd[0].position)
      east += offset.east / Double(crowd.count)
      north += offset.north / Double(crowd.count)
      heading.east += seen.course.unitVector.east
      heading.north += seen.course.unitVector.north
    }
    return (
      crowd[0].position.moved(east: east, north: north),
      Course(east: heading.east, north: heading.north) ?? crowd[0].course
    )
  }
}
