internal import CSQLite

/// One connection to an SQLite file and its prepared statements. Not thread-safe: the connection is opened without the
/// library's own locks, and its owner confines it.
@safe final class Database {
  let path: String
  /// Closed by `deinit`, after every statement.
  private let connection: OpaquePointer
  /// By their text; finalized by `deinit`. Their number is that of the texts in this module.
  private var statements: [String: OpaquePointer] = unsafe [:]

  /// - Parameter path: an existing file, so that its permissions are the caller's choice.
  init(path: String) throws(SpoolError) {
    var opened: OpaquePointer?
    let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
    let code = unsafe sqlite3_open_v2(path, &opened, flags, nil)
    guard code == SQLITE_OK, let connection = unsafe opened else {
      // Also a failed open leaves a connection to close; nil is allowed.
      unsafe sqlite3_close(opened)
      throw SpoolError(
        code: code, operation: "open", path: path, reason: unsafe String(cString: sqlite3_errstr(code)))
    }
    self.path = path
    unsafe self.connection = connection
  }

  deinit {
    while let (_, statement) = unsafe statements.popFirst() { unsafe sqlite3_finalize(statement) }
    unsafe sqlite3_close(connection)
  }

  /// Rows changed by the last statement.
  var changeCount: Int { Int(unsafe sqlite3_changes(connection)) }

  /// Runs a statement that gives no rows anyone wants.
  func run(_ sql: String, _ values: [SQLValue] = [], for operation: String) throws(SpoolError) {
    try query(sql, values, for: operation) { _ in }
  }

  /// Calls `take` with each row.
  func query(
    _ sql: String, _ values: [SQLValue] = [], for operation: String, take: (Row) -> Void
  ) throws(SpoolError) {
    let statement = unsafe try prepare(sql, operation)
    // Gives the locks back and forgets the values, which may be secrets.
    defer {
      unsafe sqlite3_reset(statement)
      unsafe sqlite3_clear_bindings(statement)
    }
    for (index, value) in values.enumerated() {
      try check(unsafe bind(value, to: statement, at: Int32(index + 1)), operation)
    }
    while true {
      switch unsafe sqlite3_step(statement) {
      case SQLITE_ROW: take(unsafe Row(statement))
      case SQLITE_DONE: return
      case let code: throw failure(code, operation)
      }
    }
  }

  /// All or nothing: what throws is rolled back, and the end of this function is durable.
  func transaction<Value>(for operation: String, _ body: () throws(SpoolError) -> Value) throws(SpoolError) -> Value {
    try run("BEGIN IMMEDIATE", for: operation)
    do {
      let value = try body()
      try run("COMMIT", for: operation)
      return value
    } catch {
      // The library has rolled back by itself after some errors; then there is nothing to do here.
      if unsafe sqlite3_get_autocommit(connection) == 0 { try? run("ROLLBACK", for: operation) }
      throw error
    }
  }

  private func prepare(_ sql: String, _ operation: String) throws(SpoolError) -> OpaquePointer {
    if let known = unsafe statements[sql] { return unsafe known }
    var prepared: OpaquePointer?
    try check(
      unsafe sqlite3_prepare_v3(connection, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &prepared, nil), operation)
    guard let statement = unsafe prepared else { preconditionFailure("an empty statement") }
    unsafe statements[sql] = unsafe statement
    return unsafe statement
  }

  private func bind(_ value: SQLValue, to statement: OpaquePointer, at index: Int32) -> Int32 {
    switch value {
    case .null: unsafe sqlite3_bind_null(statement, index)
    case .integer(let number): unsafe sqlite3_bind_int64(statement, index, number)
    case .text(let text): unsafe CSQLite_bind_text(statement, index, text, UInt64(text.utf8.count))
    case .blob(let bytes): unsafe CSQLite_bind_blob(statement, index, bytes, UInt64(bytes.count))
    }
  }

  private func check(_ code: Int32, _ operation: String) throws(SpoolError) {
    guard code == SQLITE_OK else { throw failure(code, operation) }
  }

  /// The library's words name tables and columns, never values.
  private func failure(_ code: Int32, _ operation: String) -> SpoolError {
    SpoolError(
      code: code, operation: operation, path: path, reason: unsafe String(cString: sqlite3_errmsg(connection)))
  }
}
