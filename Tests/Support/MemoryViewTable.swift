internal import Core
internal import Ports

/// Rows by their key. Columns are known once somebody has written them; a column that a row was not given is null.
struct MemoryViewTable: Sendable {
  private(set) var rows: [[String: ViewCell]: [String: ViewCell]] = [:]

  /// Whole rows.
  var contents: [[String: ViewCell]] { rows.map { key, row in key.merging(row) { cell, _ in cell } } }

  mutating func apply(_ change: RowChange) throws(ViewError) {
    switch change {
    case .upsert(let batch):
      for index in 0..<batch.count { try merge(Self.row(index, of: batch), insertsMissing: true) }
    case .update(let batch):
      for index in 0..<batch.count { try merge(Self.row(index, of: batch), insertsMissing: false) }
    case .delete(let batch):
      for index in 0..<batch.count {
        let key = Self.row(index, of: batch).key
        rows = rows.filter { row in !key.allSatisfy { row.key[$0] == $1 } }
      }
    }
  }

  private struct Incoming {
    var table: String
    var key: [String: ViewCell] = [:]
    var cells: [(name: String, merge: RowColumn.Merge, cell: ViewCell)] = []
  }

  private static func row(_ index: Int, of batch: RowBatch) -> Incoming {
    var row = Incoming(table: batch.table)
    for column in batch.columns {
      let cell = column.values[index]
      if column.merge == .key {
        row.key[column.name] = cell
      } else {
        row.cells.append((column.name, column.merge, cell))
      }
    }
    return row
  }

  private mutating func merge(_ row: Incoming, insertsMissing: Bool) throws(ViewError) {
    guard !row.key.values.contains(.null) else {
      throw ViewError(.other, operation: "writing to \(row.table)", reason: "a part of the key is null")
    }
    guard var old = rows[row.key] else {
      guard insertsMissing else { return }
      rows[row.key] = Dictionary(row.cells.map { ($0.name, $0.cell) }) { _, last in last }
      return
    }
    for (name, merge, cell) in row.cells {
      guard let merged = (old[name] ?? .null).merged(with: cell, merge) else {
        throw ViewError(.other, operation: "writing to \(row.table)", reason: "\(name) is outside its range")
      }
      old[name] = merged
    }
    rows[row.key] = old
  }
}
