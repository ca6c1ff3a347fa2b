/// A WGS 84 position in whole 1e-7 degrees (about 1.1 cm), the unit of the wire: what is computed from it is the same
/// on the camera and in the cloud.
public struct Coordinate: Hashable, Sendable, BitwiseCopyable {
  public var latitudeE7: Int32
  public var longitudeE7: Int32

  /// The caller answers for the range; `isValid` tells.
  public init(latitudeE7: Int32, longitudeE7: Int32) {
    self.latitudeE7 = latitudeE7
    self.longitudeE7 = longitudeE7
  }

  /// Rounds to the nearest 1e-7 degree. Nil outside ±90, ±180 and for NaN.
  public init?(latitude: Double, longitude: Double) {
    guard latitude >= -90, latitude <= 90, longitude >= -180, longitude <= 180 else { return nil }
    latitudeE7 = Int32((latitude * 1e7).rounded())
    longitudeE7 = Int32((longitude * 1e7).rounded())
  }

  public var latitude: Double { Double(latitudeE7) / 1e7 }
  public var longitude: Double { Double(longitudeE7) / 1e7 }

  public var isValid: Bool {
    latitudeE7 >= -900_000_000 && latitudeE7 <= 900_000_000
      && longitudeE7 >= -1_800_000_000 && longitudeE7 <= 1_800_000_000
  }

  /// Metres on one degree of latitude on the sphere of the mean Earth radius 6,371,008.8 m (IUGG R₁).
  public static let metersPerDegree = 6_371_008.8 * Double.pi / 180

  /// East and north of `origin` in metres, on the plane that touches there: within 0.1 % up to 20 km below 70°
  /// latitude.
  public func offset(from origin: Coordinate) -> (east: Double, north: Double) {
    // Int64, so that the difference across the antimeridian cannot overflow; then the short way round.
    var longitude = Int64(longitudeE7) - Int64(origin.longitudeE7)
    if longitude > 1_800_000_000 { longitude -= 3_600_000_000 }
    if longitude < -1_800_000_000 { longitude += 3_600_000_000 }
    let latitude = Int64(latitudeE7) - Int64(origin.latitudeE7)
    let middle = origin.latitude + Double(latitude) / 2e7
    return (
      Double(longitude) / 1e7 * Self.metersPerDegree * Mathematics.cosine(degrees: middle),
      Double(latitude) / 1e7 * Self.metersPerDegree
    )
  }

  public func distance(to other: Coordinate) -> Distance {
    let (east, north) = other.offset(from: self)
    return Distance(meters: (east * east + north * north).squareRoot())
  }

  /// The position that lies so far east and north of this one; clamped at the poles, wrapped at the antimeridian.
  public func moved(east: Double, north: Double) -> Coordinate {
    let latitude = min(90, max(-90, self.latitude + north / Self.metersPerDegree))
    let scale = max(1e-6, Mathematics.cosine(degrees: (latitude + self.latitude) / 2))
    var longitude = self.longitude + east / (Self.metersPerDegree * scale)
    longitude -= 360 * ((longitude + 180) / 360).rounded(.down)
    return Coordinate(latitude: latitude, longitude: min(180, max(-180, longitude))) ?? self
  }
}
