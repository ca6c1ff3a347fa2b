internal import CPostgres
package import Ports

/// PostgreSQL's own way of filling tables: COPY in its binary format, all tables in one transaction. What the views'
/// writing is measured against. Confined to one thread.
package final class TableCopy {
  /// Bytes that are handed to libpq at once.
  private static let pieceByteCount = 1 << 16

  private let connection: Connection

  /// A table by its qualified name, with its rows in COPY's binary format.
  package struct Table: Sendable {
    package var name: String
    var pieces: [[UInt8]]

    package var byteCount: Int { pieces.reduce(0) { $0 + $1.count } }

    /// The same rows for another table of the same columns.
    package func named(_ name: String) -> Table { Table(name: name, pieces: pieces) }
  }

  /// - Throws: `.unavailable`, `.notAuthorized`.
  package init(_ settings: PostgresSettings) throws(ViewError) {
    connection = try Connection(settings, schema: nil)
  }

  /// Statements that the caller has written, without parameters.
  package func execute(_ text: String) throws(ViewError) { try connection.execute(text, "prepare tables") }

  /// Rows of a table or a view.
  package func count(_ name: String) throws(ViewError) -> Int {
    Int(try connection.query("SELECT count(*) FROM \(name)", [], "count rows").first?[0].integer ?? 0)
  }

  /// Reads all rows of a table.
  package func unload(_ name: String) throws(ViewError) -> Table {
    let operation = "copy from \(name)"
    try begin("COPY \(name) TO STDOUT (FORMAT binary)", PGRES_COPY_OUT, operation)
    var pieces: [[UInt8]] = [[]]
    while true {
      var start: UnsafeMutablePointer<CChar>?
      let count = unsafe PQgetCopyData(connection.handle.pointer, &start, 0)
      guard count > 0, let bytes = unsafe start else { break }
      if pieces[pieces.count - 1].count >= Self.pieceByteCount { pieces.append([]) }
      unsafe pieces[pieces.count - 1].append(contentsOf: UnsafeRawBufferPointer(start: bytes, count: Int(count)))
      unsafe PQfreemem(bytes)
    }
    try finish(operation)
    return Table(name: name, pieces: pieces)
  }

  /// Writes the rows of all tables in one transaction; on return they are durable.
  package func load(_ tables: [Table]) throws(ViewError) {
    try connection.execute("BEGIN", "copy")
    for table in tables {
      let operation = "copy to \(table.name)"
      try begin("COPY \(table.name) FROM STDIN (FORMAT binary)", PGRES_COPY_IN, operation)
      for piece in table.pieces {
        let code = unsafe piece.withUnsafeBytes { bytes in
          unsafe PQputCopyData(
            connection.handle.pointer, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), CInt(bytes.count))
        }
        guard code == 1 else { throw ViewError(connection.handle, operation: operation) }
      }
      guard unsafe PQputCopyEnd(connection.handle.pointer, nil) == 1 else {
        throw ViewError(connection.handle, operation: operation)
      }
      try finish(operation)
    }
    try connection.execute("COMMIT", "copy")
  }

  private func begin(_ text: String, _ expected: ExecStatusType, _ operation: String) throws(ViewError) {
    guard let result = unsafe ResultHandle(PQexec(connection.handle.pointer, text)) else {
      throw ViewError(connection.handle, operation: operation)
    }
    guard result.status == expected else { throw ViewError(result, operation: operation) }
  }

  private func finish(_ operation: String) throws(ViewError) {
    while let result = unsafe ResultHandle(PQgetResult(connection.handle.pointer)) {
      try connection.check(result, operation)
    }
  }
}
