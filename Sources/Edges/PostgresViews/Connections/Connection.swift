internal import CPostgres
internal import Ports

/// A connection of one role to its database, in one schema. Confined to one thread at a time.
final class Connection {
  private(set) var handle: ConnectionHandle
  private let name: String
  /// Names of prepared statements by their text.
  private var prepared: [String: String] = [:]
  /// Statements a connection keeps prepared; a view's writes have a dozen different texts.
  private static let preparedMax = 100

  /// - Throws: `.unavailable`, `.notAuthorized`.
  init(_ settings: PostgresSettings, schema: String?) throws(ViewError) {
    name = "database \(settings.database)"
    guard let handle = ConnectionHandle(settings.connectionText) else {
      throw ViewError(.other, operation: "connect to \(name)", reason: "no memory")
    }
    guard handle.isUsable else { throw ViewError(handle, operation: "connect to \(name)") }
    self.handle = handle
    if let schema {
      precondition(Identifier.isPlain(schema), "a schema's name is a plain word")
      try execute("SET search_path = \(schema)", "connect to \(name)")
    }
  }

  var isUsable: Bool { handle.isUsable }

  /// Statements without parameters, in one round trip.
  func execute(_ text: String, _ operation: String) throws(ViewError) {
    guard let result = unsafe ResultHandle(PQexec(handle.pointer, text)) else {
      throw ViewError(handle, operation: operation)
    }
    try check(result, operation)
  }

  /// One statement; its rows in the order given.
  func query(_ text: String, _ parameters: [Parameter] = [], _ operation: String) throws(ViewError) -> [[Cell]] {
    var result: ResultHandle?
    unsafe Self.withParameters(parameters) { count, types, values, lengths, formats in
      result = unsafe ResultHandle(
        PQexecParams(handle.pointer, text, count, types, values, lengths, formats, 1))
    }
    guard let result else { throw ViewError(handle, operation: operation) }
    try check(result, operation)
    return Self.rows(of: result)
  }

  /// Statements in one transaction and one round trip (libpq's pipeline mode). An error in any of them leaves nothing.
  /// Those with parameters are prepared at their first use: planning one costs as much as writing some hundred rows.
  func transaction(_ statements: [Statement], _ operation: String) throws(ViewError) {
    guard unsafe PQenterPipelineMode(handle.pointer) == 1 else { throw ViewError(handle, operation: operation) }
    var isSent = send(Statement("BEGIN"))
    for statement in statements where isSent { isSent = send(statement) }
    isSent = isSent && send(Statement("COMMIT"))
    guard isSent, unsafe PQpipelineSync(handle.pointer) == 1 else { throw ViewError(handle, operation: operation) }
    var failure: ViewError?
    var isSynchronized = false
    while !isSynchronized {
      // A null result ends one statement; a second one in a row means that the connection is gone.
      guard let result = unsafe ResultHandle(PQgetResult(handle.pointer)) else {
        if !handle.isUsable { throw ViewError(handle, operation: operation) }
        continue
      }
      switch result.status {
      case PGRES_PIPELINE_SYNC: isSynchronized = true
      case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_PIPELINE_ABORTED: break
      default: failure = failure ?? ViewError(result, operation: operation)
      }
    }
    _ = unsafe PQexitPipelineMode(handle.pointer)
    if let failure {
      // Which of them were prepared before the failure is not known.
      prepared.removeAll()
      try execute("ROLLBACK", operation)
      try execute("DEALLOCATE ALL", operation)
      throw failure
    }
  }

  private func send(_ statement: Statement) -> Bool {
    guard statement.parameters.isEmpty || prepare(statement) else { return false }
    let name = prepared[statement.text]
    var isSent = false
    unsafe Self.withParameters(statement.parameters) { count, types, values, lengths, formats in
      isSent =
        if let name {
          unsafe PQsendQueryPrepared(handle.pointer, name, count, values, lengths, formats, 1) == 1
        } else {
          unsafe PQsendQueryParams(handle.pointer, statement.text, count, types, values, lengths, formats, 1) == 1
        }
    }
    return isSent
  }

  /// Within the pipeline, before its first use. Where enough are prepared, a further one is planned each time.
  private func prepare(_ statement: Statement) -> Bool {
    guard prepared[statement.text] == nil, prepared.count < Self.preparedMax else { return true }
    let name = "s\(prepared.count)"
    let types = statement.parameters.map { Oid($0.type.rawValue) }
    guard unsafe PQsendPrepare(handle.pointer, name, statement.text, CInt(clamping: types.count), types) == 1 else {
      return false
    }
    prepared[statement.text] = name
    return true
  }

  func check(_ result: borrowing ResultHandle, _ operation: String) throws(ViewError) {
    switch result.status {
    case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY: return
    default:
      if !handle.isUsable { throw ViewError(handle, operation: operation) }
      throw ViewError(result, operation: operation)
    }
  }

  private static func rows(of result: borrowing ResultHandle) -> [[Cell]] {
    let types = (0..<result.columnCount).map { unsafe PQftype(result.pointer, CInt($0)) }
    return (0..<result.rowCount).map { row in
      types.indices.map { column in
        let (row, field) = (CInt(row), CInt(column))
        guard unsafe PQgetisnull(result.pointer, row, field) == 0,
          let start = unsafe PQgetvalue(result.pointer, row, field)
        else { return .null }
        let length = Int(unsafe PQgetlength(result.pointer, row, field))
        let raw = unsafe Array(UnsafeRawBufferPointer(start: start, count: length))
        return Cell(raw, type: types[column])
      }
    }
  }

  /// The arrays of C for the parameters, valid within the body.
  private static func withParameters(
    _ parameters: [Parameter],
    _ body: (
      CInt, UnsafePointer<Oid>?, UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<CInt>?, UnsafePointer<CInt>?
    ) -> Void
  ) {
    let types = parameters.map { Oid($0.type.rawValue) }
    let lengths = parameters.map { CInt(clamping: $0.bytes?.count ?? 0) }
    let formats = [CInt](repeating: 1, count: parameters.count)
    // One arena: pointers into it stay put while the body runs. A byte more, so that an empty value has an address.
    var starts: [Int?] = []
    var arena: [UInt8] = []
    arena.reserveCapacity(parameters.reduce(1) { $0 + ($1.bytes?.count ?? 0) })
    for parameter in parameters {
      starts.append(parameter.bytes == nil ? nil : arena.count)
      if let bytes = parameter.bytes { arena.append(contentsOf: bytes) }
    }
    arena.append(0)
    unsafe arena.withUnsafeBytes { buffer in
      let values: [UnsafePointer<CChar>?] = unsafe starts.map { start in
        guard let start, let base = buffer.baseAddress else { return nil }
        return unsafe (base + start).assumingMemoryBound(to: CChar.self)
      }
      unsafe body(CInt(clamping: parameters.count), types, values, lengths, formats)
    }
  }
}

/// A statement with its parameters `$1`, `$2` …
struct Statement {
  var text: String
  var parameters: [Parameter]

  init(_ text: String, _ parameters: [Parameter] = []) {
    self.text = text
    self.parameters = parameters
  }
}

/// Names that stand in statements as they are.
enum Identifier {
  static func isPlain(_ name: String) -> Bool {
    !name.isEmpty && name.utf8.count <= 63
      && name.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F }
  }
}
