extension GridPlace {
  /// Nil for a key that no place has.
  public init?(key: UInt64) {
    guard key >> 60 == 1, let cell = Cell(key: key >> 3 & (1 << 57 - 1)) else { return nil }
    self.init(cell: cell, octant: Int(key & 7))
  }

  /// The middle of its heading, degrees clockwise from north: 0, 45 … 315.
  public var headingDegrees: Int { octant * 45 }
}

extension GridPlace.Cell {
  /// Nil for a key that no cell has.
  public init?(key: UInt64) {
    let row = Int64(key >> 19) - 1
    let column = Int64(key & (1 << 19 - 1))
    guard (0..<GridPlace.rowCount).contains(row),
      column < GridPlace.columnsOfBand[Int(row / GridPlace.rowsPerBand)]
    else { return nil }
    self.init(row: row, column: column)
  }

  /// The middle of the square.
  public var middle: Coordinate {
    let columns = GridPlace.columnsOfBand[Int(row / GridPlace.rowsPerBand)]
    let latitude = row * GridPlace.rowHeightE7 + GridPlace.rowHeightE7 / 2 - 900_000_000
    let longitude = (2 * column + 1) * 1_800_000_000 / columns - 1_800_000_000
    // The last row reaches beyond the pole.
    return Coordinate(latitudeE7: Int32(clamping: min(latitude, 900_000_000)), longitudeE7: Int32(clamping: longitude))
  }
}
