internal import CSQLite

/// The row a statement stands on. Valid inside the closure that gets it; everything read is copied.
@safe struct Row {
  private let statement: OpaquePointer

  init(_ statement: OpaquePointer) { unsafe self.statement = statement }

  func integer(_ column: Int32) -> Int64 { unsafe sqlite3_column_int64(statement, column) }

  func text(_ column: Int32) -> String { String(decoding: blob(column) ?? [], as: UTF8.self) }

  /// nil: NULL.
  func blob(_ column: Int32) -> [UInt8]? {
    guard unsafe sqlite3_column_type(statement, column) != SQLITE_NULL else { return nil }
    // An empty value has no address.
    guard let start = unsafe sqlite3_column_blob(statement, column) else { return [] }
    let count = Int(unsafe sqlite3_column_bytes(statement, column))
    return unsafe Array(UnsafeRawBufferPointer(start: start, count: count))
  }
}
