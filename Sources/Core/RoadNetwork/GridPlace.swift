/// The directed place of a position where there is no map: a fixed cell of about 100 m and one of eight headings.
///
/// Rows are 8,993 units of 1e-7° of latitude (100.0 m). Columns have the same width in metres: their number is constant
/// within a band of 64 rows (6.4 km), so a cell is 100 m wide within 0.2 % below 60° of latitude. A hazard is never
/// read from one cell alone but from the nine around it, so it does not matter where the grid happens to lie.
public struct GridPlace: Hashable, Sendable, BitwiseCopyable {
  /// Latitude of one row, 1e-7 degree.
  static let rowHeightE7: Int64 = 8_993
  static let rowsPerBand: Int64 = 64
  /// Rows from pole to pole, rounded up.
  static let rowCount: Int64 = (1_800_000_000 + rowHeightE7) / rowHeightE7

  /// Columns around the Earth in each band of rows.
  static let columnsOfBand: [Int64] = (0...(rowCount / rowsPerBand)).map { band in
    let middleE7 = (band * rowsPerBand + rowsPerBand / 2) * rowHeightE7 - 900_000_000
    let columns = 3_600_000_000 / Double(rowHeightE7) * Mathematics.cosine(degrees: Double(middleE7) / 1e7)
    return max(8, Int64(columns.rounded()))
  }

  public let cell: Cell
  /// 0 = centred on north, clockwise, 45° each.
  public let octant: Int

  public init(containing position: Coordinate, course: Course) {
    cell = Cell(containing: position)
    octant = course.octant
  }

  init(cell: Cell, octant: Int) {
    self.cell = cell
    self.octant = octant
  }

  /// 64 bits: scheme (4) ‖ 0 ‖ row (18) ‖ column (19) ‖ octant (3); the opposite direction differs in the octant's
  /// highest bit.
  public var key: UInt64 { UInt64(1) << 60 | cell.key << 3 | UInt64(octant) }

  /// A square of the grid, without direction.
  public struct Cell: Hashable, Sendable, BitwiseCopyable {
    public let row: Int64
    public let column: Int64

    public init(containing position: Coordinate) {
      self.init(row: Self.row(of: position), longitudeE7: position.longitudeE7)
    }

    init(row: Int64, longitudeE7: Int32) {
      let columns = GridPlace.columnsOfBand[Int(row / GridPlace.rowsPerBand)]
      self.row = row
      column = min(columns - 1, max(0, (Int64(longitudeE7) + 1_800_000_000) * columns / 3_600_000_000))
    }

    init(row: Int64, column: Int64) {
      self.row = row
      self.column = column
    }

    static func row(of position: Coordinate) -> Int64 {
      min(GridPlace.rowCount - 1, max(0, (Int64(position.latitudeE7) + 900_000_000) / GridPlace.rowHeightE7))
    }

    /// Never zero, so that zero can mean an empty slot.
    public var key: UInt64 { UInt64(row + 1) << 19 | UInt64(column) }

    /// The nine cells that hold every position within 100 m of `position`: three rows, and in each the column of its
    /// longitude with both neighbours (around the antimeridian too). At a pole rows repeat, and so do cells.
    static func around(_ position: Coordinate) -> InlineArray<9, Cell> {
      let row = Self.row(of: position)
      var cells = InlineArray<9, Cell>(repeating: Cell(row: 0, column: 0))
      for step in 0..<3 {
        let neighbour = min(GridPlace.rowCount - 1, max(0, row + Int64(step) - 1))
        let columns = GridPlace.columnsOfBand[Int(neighbour / GridPlace.rowsPerBand)]
        let middle = Cell(row: neighbour, longitudeE7: position.longitudeE7).column
        cells[step * 3] = Cell(row: neighbour, column: middle == 0 ? columns - 1 : middle - 1)
        cells[step * 3 + 1] = Cell(row: neighbour, column: middle)
        cells[step * 3 + 2] = Cell(row: neighbour, column: middle + 1 == columns ? 0 : middle + 1)
      }
      return cells
    }
  }
}
