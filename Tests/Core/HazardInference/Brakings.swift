import Core
import TestSupport

/// Brakings to feed a detector with: `camera` brakes `meters` along a road that runs in direction `course` from
/// `place`.
struct Braking: Hashable {
  var camera: UInt64
  var seconds: Double
  var meters = 0.0
  var lateral = 0.0
  var course = 90.0
  var peak: Float = 0.45
  var kind: SightingKind = .hardBraking

  static let place = Coordinate(latitude: 46.0, longitude: -30.0)!
  static let start = Timestamp(milliseconds: 1_770_000_000_000)

  var sighting: HazardSighting {
    let heading = Course(degrees: course)!
    let unit = heading.unitVector
    let position = Self.place.moved(
      east: unit.east * meters + unit.north * lateral, north: unit.north * meters - unit.east * lateral)
    return HazardSighting(
      recordID: RecordID(high: camera, low: UInt64(bitPattern: Int64(seconds * 1000))), position: position,
      course: heading, time: Self.start + .milliseconds(Int64(seconds * 1000)), kind: kind,
      peaks: .init(deceleration: .g(peak), lateral: .g(0), vertical: .g(0)))
  }
}

extension SightingColumns {
  init(_ brakings: some Sequence<Braking>) {
    self.init()
    for braking in brakings {
      append(braking.sighting, segment: 0, camera: braking.camera &* 0x9E37_79B9_7F4A_7C15, day: 0)
    }
  }
}

extension HazardDetector {
  /// What it says when it is fed all of it in batches of `size`, and then the end of time.
  static func revisions(
    of brakings: [Braking], rule: HazardRule = HazardRule(), batch size: Int = .max
  ) -> [HazardRevision] {
    var detector = HazardDetector(rule: rule)
    var revisions: [HazardRevision] = []
    var index = 0
    while index < brakings.count {
      let end = size == .max ? brakings.count : min(brakings.count, index + size)
      detector.absorb(SightingColumns(brakings[index..<end]), into: &revisions)
      index = end
    }
    detector.advance(to: .distantFuture, into: &revisions)
    return revisions
  }
}
