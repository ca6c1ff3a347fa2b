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
    var runs: [Range<Int>] = []
    var start = 0
    var seen: Set<[RowKey]> = []
    let keys = rows.columns.filter { $0.merge == .key }
    for row in 0..<rows.count {
      if !seen.insert(keys.map { RowKey($0.values, row) }).inserted {
        runs.append(start..<row)
        start = row
        seen = [keys.map { RowKey($0.values, row) }]
      }
    }
    if start < rows.count { runs.append(start..<rows.count) }
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

  private static func source(_ rows: RowBatch) -> String {
    let places = rows.columns.indices.map { "$\($0 + 1)" }.joined(separator: ", ")
    return "unnest(\(places)) AS u (\(rows.columns.map(\.name).joined(separator: ", ")))"
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
struct RowKey: Hashable {
  private let value: AnyHashable

  init(_ values: RowColumn.Values, _ row: Int) {
    switch values {
    case .ids(let list): value = AnyHashable(list[row])
    case .integers(let list): value = AnyHashable(list[row])
    case .reals(let list): value = AnyHashable(list[row])
    case .texts(let list): value = AnyHashable(list[row])
    case .bytes(let list): value = AnyHashable(list[row])
    case .times(let list): value = AnyHashable(list[row])
    case .booleans(let list): value = AnyHashable(list[row])
    }
  }
}
