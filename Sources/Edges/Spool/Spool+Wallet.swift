// Presentations of anonymous credentials. A second one in a context whose limit is used up is refused by the issuer's
// rules, so the first is kept and sent again.
extension Spool {
  /// The presentation made for the context, if there is one.
  public func presentation(context: [UInt8]) throws(SpoolError) -> [UInt8]? {
    var bytes: [UInt8]?
    try database.query(
      "SELECT bytes FROM presentations WHERE context = ?", [.blob(context)], for: "read of a presentation"
    ) { bytes = $0.blob(0) }
    return bytes
  }

  /// Keeps a presentation, durably, before it is sent for the first time.
  /// - Parameter day: days since 1970-01-01, by which it is forgotten.
  /// - Returns: the one to send: the context's first, whatever is given later.
  public func storePresentation(context: [UInt8], bytes: [UInt8], day: Int32) throws(SpoolError) -> [UInt8] {
    try database.run(
      "INSERT INTO presentations VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
      [.blob(context), .blob(bytes), .integer(Int64(day))], for: "storing of a presentation")
    return try presentation(context: context) ?? bytes
  }

  /// Forgets the presentations of earlier days.
  public func forget(before day: Int32) throws(SpoolError) {
    try database.run(
      "DELETE FROM presentations WHERE day < ?", [.integer(Int64(day))], for: "forgetting of presentations")
  }
}
