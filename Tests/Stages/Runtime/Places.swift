import Core

/// Places of the tests, all over the map so that they lie in different regions.
enum Places {
  static let street = place(46.0100, -30.0150)

  /// A place in each of several regions.
  static let apart = [
    place(46.0100, -30.0150), place(47.4000, -31.6000), place(44.2000, -28.1000), place(50.1000, -25.3000),
    place(39.9000, -33.2000), place(52.5200, 13.4050),
  ]

  static func place(_ latitude: Double, _ longitude: Double) -> Coordinate {
    guard let place = Coordinate(latitude: latitude, longitude: longitude) else { preconditionFailure("no such place") }
    return place
  }
}
