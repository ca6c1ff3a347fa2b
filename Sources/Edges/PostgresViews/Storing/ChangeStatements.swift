internal import Core
internal import Ports

/// Changes of rows as statements over arrays: one statement for as many rows as have different keys.
enum ChangeStatements {
  static func of(_ change: RowChange) -> [Statement] {
    let rows = change.rows
    precondition(Identifier.isPlain(rows.table), "a table's name is a plain word")
    precondition(
      rows.columns.allSatisfy { Identifier.isPlain($0.name) && $0.values.count == rows.count },
      "a column has a plain name and an entry for each row")
    let text =
      switch change {
      case .upsert: upsert(rows)
      case .update: update(rows)
      case .delete: delete(rows)
      }
    return runs(of: rows).map { run in
      Statement(text, rows.columns.map { Parameter.column($0.values, rows: run) })
    }
  }

  /// PostgreSQL touches a row once in a statement, so a key that comes again begins another one.
  private static func runs(of rows: RowBatch) -> [Range<Int>] {
    let keys = rows.columns.filter { $0.merge == .key }.map(\.values)
    if keys.count == 1 { return runs(rows.count) { RowKey(keys[0], $0) } }
    return runs(rows.count) { row in keys.map { RowKey($0, row) } }
  }

  private static func runs<Key: Hashable>(_ count: Int, key: (Int) -> Key) -> [Range<Int>] {
    var runs: [Range<Int>] = []
    var start = 0
    var seen = Set<Key>(minimumCapacity: count)
    for row in 0..<count {
      let key = key(row)
      if !seen.insert(key).inserted {
        runs.append(start..<row)
        start = row
        seen = [key]
      }
    }
    if start < count { runs.append(start..<count) }
    return runs
  }

  private static func upsert(_ rows: RowBatch) -> String {
    let names = rows.columns.map(\.name).joined(separator: ", ")
    let keys = rows.columns.filter { $0.merge == .key }.map(\.name).joined(separator: ", ")
    let others = rows.columns.filter { $0.merge != .key }
    let answer =
      others.isEmpty
      ? "DO NOTHING"
      : "DO UPDATE SET " + others.map { "\($0.name) = \(merged($0, "EXCLUDED"))" }.joined(separator: ", ")
    return """
      INSERT INTO \(rows.table) AS t (\(names)) SELECT \(names) FROM \(source(rows)) ON CONFLICT (\(keys)) \(answer)
      """
  }

  private static func update(_ rows: RowBatch) -> String {
    let others = rows.columns.filter { $0.merge != .key }
    precondition(!others.isEmpty, "an update has something to change")
    let changes = others.map { "\($0.name) = \(merged($0, "u"))" }.joined(separator: ", ")
    return "UPDATE \(rows.table) AS t SET \(changes) FROM \(source(rows)) WHERE \(sameKey(rows))"
  }

  private static func delete(_ rows: RowBatch) -> String {
    "DELETE FROM \(rows.table) AS t USING \(source(rows)) WHERE \(sameKey(rows))"
  }

  /// The arrays side by side, as a list of results and not as functions of FROM: those PostgreSQL keeps whole, each in
  /// a store of its own, before it looks at the first row.
  private static func source(_ rows: RowBatch) -> String {
    let columns = rows.columns.enumerated().map { "unnest($\($0 + 1)) AS \($1.name)" }.joined(separator: ", ")
    return "(SELECT \(columns)) AS u"
  }

  private static func sameKey(_ rows: RowBatch) -> String {
    rows.columns.filter { $0.merge == .key }.map { "t.\($0.name) = u.\($0.name)" }.joined(separator: " AND ")
  }

  private static func merged(_ column: RowColumn, _ new: String) -> String {
    let (old, new) = ("t.\(column.name)", "\(new).\(column.name)")
    return switch column.merge {
    case .key, .replace: new
    case .replaceIfKnown: "COALESCE(\(new), \(old))"
    case .keepIfKnown: "COALESCE(\(old), \(new))"
    case .add: "COALESCE(\(old), 0) + COALESCE(\(new), 0)"
    case .least: "LEAST(\(old), \(new))"
    case .greatest: "GREATEST(\(old), \(new))"
    }
  }
}

/// One column's value in a row's key.
enum RowKey: Hashable {
  case id(RecordID?)
  case integer(Int64?)
  case real(Double?)
  case text(String?)
  case bytes([UInt8]?)
  case time(Timestamp?)
  case boolean(Bool?)

  init(_ values: RowColumn.Values, _ row: Int) {
    self =
      switch values {
      case .ids(let list): .id(list[row])
      case .integers(let list): .integer(list[row])
      case .reals(let list): .real(list[row])
      case .texts(let list): .text(list[row])
      case .bytes(let list): .bytes(list[row])
      case .times(let list): .time(list[row])
      case .booleans(let list): .boolean(list[row])
      }
  }
}
