public import Core
public import Ports

/// Rows of one table and one kind of change, gathered one by one and given as columns.
public struct ColumnGroup {
  public enum Cell {
    case id(RecordID?)
    case integer(Int64?)
    case real(Double?)
    case text(String?)
    case bytes([UInt8]?)
    case time(Timestamp?)
    case boolean(Bool?)
  }

  public struct Column {
    public var name: String
    public var merge: RowColumn.Merge
    public var cell: Cell

    public init(name: String, merge: RowColumn.Merge, cell: Cell) {
      self.name = name
      self.merge = merge
      self.cell = cell
    }
  }

  public let table: String
  private var columns: [RowColumn] = []
  public private(set) var count = 0

  public init(table: String) { self.table = table }

  /// - Precondition: the columns are those of the first row, in the same order.
  public mutating func append(_ row: [Column]) {
    if columns.isEmpty {
      columns = row.map { RowColumn($0.name, $0.merge, Self.empty(like: $0.cell)) }
    }
    precondition(columns.count == row.count, "rows of one group have the same columns")
    for index in row.indices {
      precondition(columns[index].name == row[index].name, "rows of one group have the same columns")
      Self.add(row[index].cell, to: &columns[index].values)
    }
    count += 1
  }

  /// The rows so far; it is empty afterwards.
  public mutating func take() -> RowBatch {
    defer {
      columns = []
      count = 0
    }
    return RowBatch(table: table, columns: columns)
  }

  private static func empty(like cell: Cell) -> RowColumn.Values {
    switch cell {
    case .id: .ids([])
    case .integer: .integers([])
    case .real: .reals([])
    case .text: .texts([])
    case .bytes: .bytes([])
    case .time: .times([])
    case .boolean: .booleans([])
    }
  }

  /// The list is taken out while it grows: with a second holder every row would copy all rows before it.
  private static func add(_ cell: Cell, to values: inout RowColumn.Values) {
    switch cell {
    case .id(let cell):
      guard case .ids(var list) = values else { return mismatch() }
      values = .ids([])
      list.append(cell)
      values = .ids(list)
    case .integer(let cell):
      guard case .integers(var list) = values else { return mismatch() }
      values = .integers([])
      list.append(cell)
      values = .integers(list)
    case .real(let cell):
      guard case .reals(var list) = values else { return mismatch() }
      values = .reals([])
      list.append(cell)
      values = .reals(list)
    case .text(let cell):
      guard case .texts(var list) = values else { return mismatch() }
      values = .texts([])
      list.append(cell)
      values = .texts(list)
    case .bytes(let cell):
      guard case .bytes(var list) = values else { return mismatch() }
      values = .bytes([])
      list.append(cell)
      values = .bytes(list)
    case .time(let cell):
      guard case .times(var list) = values else { return mismatch() }
      values = .times([])
      list.append(cell)
      values = .times(list)
    case .boolean(let cell):
      guard case .booleans(var list) = values else { return mismatch() }
      values = .booleans([])
      list.append(cell)
      values = .booleans(list)
    }
  }

  private static func mismatch() { preconditionFailure("a column keeps its type") }
}
