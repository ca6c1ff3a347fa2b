internal import Glibc

/// The camera's durable outbox: what `append` has returned is on disk and is given out, in order, until it is
/// acknowledged. Over SQLite, one process at a time.
///
/// Blocking, and not `Sendable`: one thread or actor owns it.
public final class Spool {
  public let path: String
  public let limits: SpoolLimits
  let database: Database
  /// Entries that wait, and their bytes; kept beside the table because every append asks.
  var pendingCount = 0
  var pendingBytes: Int64 = 0

  /// Opens or makes the file, readable by its owner only.
  /// - Throws: `.corrupted`, `.inUse`, `.notPermitted`, `.newerVersion`, `.diskFull`.
  public init(path: String, limits: SpoolLimits = SpoolLimits()) throws(SpoolError) {
    self.path = path
    self.limits = limits
    try Self.makePrivateFile(path)
    database = try Database(path: path)
    try SpoolSchema.prepare(database, limits: limits)
    try recount()
  }

  /// Entries that wait.
  public var count: Int { pendingCount }

  /// Bytes of the entries that wait, as the limits count them.
  public var byteCount: Int64 { pendingBytes }

  func recount() throws(SpoolError) {
    let sum = "length(CAST(topic AS BLOB)) + length(key) + length(value) + ifnull(length(deduplication_id), 0)"
    try database.query("SELECT count(*), ifnull(sum(\(sum)), 0) FROM entries", for: "count") { row in
      pendingCount = Int(row.integer(0))
      pendingBytes = row.integer(1)
    }
  }

  /// SQLite gives its own files the permissions of this one.
  private static func makePrivateFile(_ path: String) throws(SpoolError) {
    let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else {
      throw SpoolError(.notPermitted, operation: "open", path: path, reason: unsafe String(cString: strerror(errno)))
    }
    defer { close(descriptor) }
    guard fchmod(descriptor, 0o600) == 0 else {
      throw SpoolError(.notPermitted, operation: "open", path: path, reason: unsafe String(cString: strerror(errno)))
    }
  }
}
