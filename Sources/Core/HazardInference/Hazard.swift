/// One living hazard as its detector knows it.
struct Hazard: BitwiseCopyable {
  var id: RecordID
  var kind: HazardKind
  var position: Coordinate
  var course: Course
  /// `GridPlace.key` of where it is anchored.
  var place: UInt64
  /// `GridPlace.Cell.key` of the same.
  var cell: UInt64
  var opened: Int64
  var grade: Int
  var revision: UInt32
  var state: HazardState
  /// Distinct cameras in the revision said last.
  var reported: Int
  var peakDeceleration: Float
  /// Its life is decided up to here, in event time.
  var decided: Int64
  /// Since when it is clearing; meaningless in other states.
  var clearingSince: Int64
  var nextRefresh: Int64
  /// Nothing can change before this, unless a sighting comes.
  var nextChange: Int64
  /// Next hazard anchored in the same cell, or next free slot; −1: none.
  var next: Int32

  /// Id of the hazard that opened at this place at this instant: two lanes of SplitMix64's finalizer (Steele et al.
  /// 2014) over place, kind and time, so that every run gives it the same name.
  static func identifier(place: UInt64, kind: HazardKind, opened: Int64) -> RecordID {
    func mix(_ value: UInt64) -> UInt64 {
      var bits = value &+ 0x9E37_79B9_7F4A_7C15
      bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
      bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
      return bits ^ (bits >> 31)
    }
    let time = UInt64(bitPattern: opened)
    let high = mix(place ^ mix(time ^ mix(UInt64(kind.rawValue))))
    return RecordID(high: high, low: mix(high ^ mix(place &+ time)))
  }

  /// Whether a sighting of its kind there and then speaks of it: within the stretch, in its direction.
  func concerns(_ position: Coordinate, _ course: Course, rule: HazardRule) -> Bool {
    guard self.course.difference(to: course) <= rule.courseTolerance else { return false }
    let (east, north) = position.offset(from: self.position)
    return east * east + north * north <= rule.stretch.meters * rule.stretch.meters
  }

  func said(at time: Int64, cameras: Int, expectedUntil: Int64) -> HazardRevision {
    HazardRevision(
      hazardID: id, revision: revision, state: state, kind: kind, segment: place, placeScheme: .grid100m,
      tile: Tile(containing: position), position: position, course: course,
      grade: UInt32(min(grade, Int(HazardRule.topGrade))), cameras: UInt32(cameras),
      opened: Timestamp(milliseconds: opened), time: Timestamp(milliseconds: time),
      expectedUntil: Timestamp(milliseconds: expectedUntil), comparison: .count, likelihoodRatio: nil,
      peakDeceleration: peakDeceleration.isNaN ? nil : .g(peakDeceleration))
  }
}
