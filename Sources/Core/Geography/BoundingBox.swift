/// A box of longitudes and latitudes as GeoJSON has it (RFC 7946, section 5): west, south, east, north in degrees. West
/// greater than east means that it crosses the antimeridian.
public struct BoundingBox: Hashable, Sendable {
  public let west: Double
  public let south: Double
  public let east: Double
  public let north: Double

  /// Nil for values outside ±180, ±90 or south above north.
  public init?(west: Double, south: Double, east: Double, north: Double) {
    guard (-180...180).contains(west), (-180...180).contains(east), (-90...90).contains(south),
      (-90...90).contains(north), south <= north
    else { return nil }
    self.west = west
    self.south = south
    self.east = east
    self.north = north
  }

  /// `west,south,east,north`
  public init?(text: String) {
    let parts = text.split(separator: ",", omittingEmptySubsequences: false).map { Double(String($0)) }
    guard parts.count == 4, let west = parts[0], let south = parts[1], let east = parts[2], let north = parts[3]
    else { return nil }
    self.init(west: west, south: south, east: east, north: north)
  }

  public func contains(_ position: Coordinate) -> Bool {
    guard position.latitude >= south, position.latitude <= north else { return false }
    let longitude = position.longitude
    return west <= east ? longitude >= west && longitude <= east : longitude >= west || longitude <= east
  }
}
