/// A point or a displacement in the town's own plane, metres east and north of its centre.
struct PlanePoint: Hashable, Sendable, BitwiseCopyable {
  var east: Double
  var north: Double

  static let zero = PlanePoint(east: 0, north: 0)

  static func + (left: PlanePoint, right: PlanePoint) -> PlanePoint {
    PlanePoint(east: left.east + right.east, north: left.north + right.north)
  }
  static func - (left: PlanePoint, right: PlanePoint) -> PlanePoint {
    PlanePoint(east: left.east - right.east, north: left.north - right.north)
  }
  static func * (point: PlanePoint, factor: Double) -> PlanePoint {
    PlanePoint(east: point.east * factor, north: point.north * factor)
  }

  var length: Double { (east * east + north * north).squareRoot() }

  /// Length one; zero stays zero.
  var unit: PlanePoint { length > 0 ? self * (1 / length) : .zero }

  /// A quarter turn clockwise: what lies on the right hand.
  var right: PlanePoint { PlanePoint(east: north, north: -east) }

  func dot(_ other: PlanePoint) -> Double { east * other.east + north * other.north }

  /// Positive when `other` points to the right of this direction.
  func turn(to other: PlanePoint) -> Double { north * other.east - east * other.north }

  /// Metres to the nearest point of the segment `start` … `end`.
  func distance(toSegment start: PlanePoint, _ end: PlanePoint) -> Double {
    let along = end - start
    let squared = along.dot(along)
    let share = squared > 0 ? min(1, max(0, (self - start).dot(along) / squared)) : 0
    return (start + along * share - self).length
  }
}
