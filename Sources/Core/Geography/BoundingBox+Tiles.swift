extension BoundingBox {
  /// The tiles that it touches, row by row from the north-west.
  /// - Returns: nil when there are more than `limit`.
  public func tiles(limit: Int) -> [Tile]? {
    guard let northWest = Coordinate(latitude: north, longitude: west),
      let southEast = Coordinate(latitude: south, longitude: east)
    else { return nil }
    let first = Tile(containing: northWest)
    let last = Tile(containing: southEast)
    // Across the antimeridian the columns go on at the other end of the world.
    let wraps = west > east
    let columns = wraps ? UInt64(Tile.perSide) - UInt64(first.x) + UInt64(last.x) + 1 : UInt64(last.x - first.x) + 1
    let rows = UInt64(last.y - first.y) + 1
    guard columns <= UInt64(Tile.perSide), columns * rows <= UInt64(limit) else { return nil }
    return (first.y...last.y).flatMap { y in
      (0..<UInt32(columns)).compactMap { Tile(x: (first.x + $0) % Tile.perSide, y: y) }
    }
  }
}
