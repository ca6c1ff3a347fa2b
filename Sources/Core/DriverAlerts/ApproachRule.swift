/// When a driver's own device warns of a hazard it has heard of: the hazard lies ahead, in the direction driven, within
/// reach. It runs in the car; nobody else learns where the car is.
public struct ApproachRule: Hashable, Sendable {
  /// As far ahead as is warned: 1,500 m are 45 s at 120 km/h.
  public var reach: Distance = .meters(1_500)
  /// Nearer than this it is seen, or too late.
  public var nearest: Distance = .meters(60)
  /// The hazard may lie this far beside the direction driven, degrees: roads bend.
  public var ahead: Double = 35
  /// The hazard must concern traffic of about this direction, degrees.
  public var courseTolerance: Double = 60

  /// Suspected hazards are shown; only confirmed ones warn, or drivers stop listening.
  public var warnsOfSuspected = false

  public init() {}

  /// How far ahead the hazard is; nil when there is nothing to warn of.
  public func distance(to hazard: HazardRevision, from position: Coordinate, course: Course) -> Distance? {
    guard hazard.state == .confirmed || warnsOfSuspected && hazard.state == .suspected,
      hazard.course.difference(to: course) <= courseTolerance
    else { return nil }
    let distance = position.distance(to: hazard.position)
    guard distance >= nearest, distance <= reach else { return nil }
    let offset = hazard.position.offset(from: position)
    guard let bearing = Course(east: offset.east, north: offset.north), bearing.difference(to: course) <= ahead else {
      return nil
    }
    return distance
  }
}
