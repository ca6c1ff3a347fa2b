internal import CPostgres

/// One connection of libpq, closed with its owner. Not usable by two threads at once (libpq, "Behavior in Threaded
/// Programs").
@safe struct ConnectionHandle: ~Copyable {
  let pointer: OpaquePointer

  init?(_ settings: String) {
    guard let pointer = unsafe PQconnectdb(settings) else { return nil }
    unsafe self.pointer = pointer
    // The default prints the server's notices, which may hold values, to standard error.
    _ = unsafe PQsetNoticeProcessor(pointer, { _, _ in }, nil)
  }

  deinit { unsafe PQfinish(pointer) }

  var isUsable: Bool { unsafe PQstatus(pointer) == CONNECTION_OK }
}

/// One result, freed with its owner.
@safe struct ResultHandle: ~Copyable {
  let pointer: OpaquePointer

  init?(_ pointer: OpaquePointer?) {
    guard let pointer = unsafe pointer else { return nil }
    unsafe self.pointer = pointer
  }

  deinit { unsafe PQclear(pointer) }

  var status: ExecStatusType { unsafe PQresultStatus(pointer) }
  var rowCount: Int { Int(unsafe PQntuples(pointer)) }
  var columnCount: Int { Int(unsafe PQnfields(pointer)) }

  /// A field of an error, by the letter of the protocol.
  func errorField(_ letter: Character) -> String? {
    guard let value = letter.asciiValue, let text = unsafe PQresultErrorField(pointer, CInt(value)) else { return nil }
    return unsafe String(cString: text)
  }
}
