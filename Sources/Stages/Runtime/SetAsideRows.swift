internal import Core
public import Ports

/// Rows of the table `set_aside`: where a record stands and why it was passed; nothing of what it holds.
public struct SetAsideRows {
  private let topic: String
  private var rows = ColumnGroup(table: "set_aside")

  public init(topic: String) { self.topic = topic }

  public mutating func append(_ record: borrowing RecordView, _ reason: String, _ output: inout ViewOutput) {
    output.count("set_aside_\(reason)")
    rows.append([
      ColumnGroup.Column(name: "topic", merge: .key, cell: .text(topic)),
      ColumnGroup.Column(name: "partition", merge: .key, cell: .integer(Int64(record.partition))),
      ColumnGroup.Column(name: "log_offset", merge: .key, cell: .integer(record.offset)),
      ColumnGroup.Column(name: "reason", merge: .keepIfKnown, cell: .text(reason)),
    ])
  }

  /// Gives what was gathered since the last call.
  public mutating func give(_ output: inout ViewOutput) {
    if rows.count > 0 { output.changes.append(.upsert(rows.take())) }
  }
}
