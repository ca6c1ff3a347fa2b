/// The ground around the start of a drive from which nothing is sent.
///
/// A circle centred on the start would give the start away to anybody who sees where the records begin; so the centre
/// is displaced by a secret amount that is the same each time the car starts there (the device's keyed hash of the
/// 550 m cell), and the radius grows by as much: the start itself is never nearer to the edge than `clearance`.
///
/// What it cannot do: the end of a drive is not known before it comes, and a sighting that waits warns nobody. So
/// live only the start is withheld; records on the last metres of a drive do leave. Zones that the camera learns from
/// its own places cover both ends, and replace this.
public struct TripEndZone: Hashable, Sendable {
  public struct Configuration: Hashable, Sendable {
    /// Least distance from the start at which a record may leave.
    public var clearance = Distance.meters(200)
    /// Most that the centre is moved.
    public var displacement = Distance.meters(200)
    public init() {}
  }

  public let centre: Coordinate
  public let radius: Distance

  public init(around start: Coordinate, _ configuration: Configuration, hash: KeyedHash) {
    let cell: Int32 = 50_000  // 0.005° in 1e-7 degrees
    var message = Array("swerve trip end".utf8)
    for value in [start.latitudeE7 / cell, start.longitudeE7 / cell] {
      message += [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: UInt32(bitPattern: value) >> $0) }
    }
    guard let digest = hash(message), digest.count >= 4 else {
      // Without the secret: no displacement, the full radius.
      centre = start
      radius = .meters(configuration.clearance.meters + configuration.displacement.meters)
      return
    }
    let angle = Double(UInt16(digest[0]) << 8 | UInt16(digest[1])) / 65_536 * 360
    // The root spreads the centres evenly over the disc.
    let share = (Double(UInt16(digest[2]) << 8 | UInt16(digest[3])) / 65_536).squareRoot()
    let away = share * configuration.displacement.meters
    centre = start.moved(
      east: away * Mathematics.sine(degrees: angle), north: away * Mathematics.cosine(degrees: angle))
    radius = .meters(configuration.clearance.meters + away)
  }

  public func contains(_ position: Coordinate) -> Bool { centre.distance(to: position) <= radius }
}
