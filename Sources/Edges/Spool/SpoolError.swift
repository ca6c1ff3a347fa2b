internal import CSQLite

/// What went wrong with the spool: the operation, the file, the library's words, what to do.
public struct SpoolError: Error, Hashable, Sendable, CustomStringConvertible {
  public enum Kind: Hashable, Sendable {
    /// The file is not a spool, or its content is damaged.
    case corrupted
    /// The disk, or `maximumFileBytes`, is used up. Nothing of the operation was kept.
    case diskFull
    /// `maximumEntries` or `maximumBytes` would be exceeded. Nothing of the operation was kept.
    case overLimit
    /// Another process has the file open.
    case inUse
    case notPermitted
    /// Written by a newer version of this program.
    case newerVersion
    case other
  }

  public let kind: Kind
  /// "append of 12 entries"
  public let operation: String
  public let path: String
  public let reason: String
  public let hint: String

  public var description: String { "\(operation) to \(path): \(reason) (\(hint))" }

  init(_ kind: Kind, operation: String, path: String, reason: String) {
    self.kind = kind
    self.operation = operation
    self.path = path
    self.reason = reason
    hint = Self.hint(kind, path)
  }

  /// - Parameter code: SQLITE_CORRUPT, SQLITE_FULL …, extended or not.
  init(code: Int32, operation: String, path: String, reason: String) {
    let kind: Kind =
      switch code & 0xff {
      case SQLITE_CORRUPT, SQLITE_NOTADB: .corrupted
      case SQLITE_FULL: .diskFull
      case SQLITE_BUSY, SQLITE_LOCKED: .inUse
      case SQLITE_PERM, SQLITE_AUTH, SQLITE_READONLY, SQLITE_CANTOPEN: .notPermitted
      default: .other
      }
    self.init(kind, operation: operation, path: path, reason: reason)
  }

  private static func hint(_ kind: Kind, _ path: String) -> String {
    switch kind {
    case .corrupted:
      "move \(path) and \(path)-wal aside and start again: what had not been sent is then only in the moved file"
    case .diskFull: "free space on the disk or raise maximumFileBytes, then try again"
    case .overLimit: "send and acknowledge entries, raise the spool's limits, or let it give up the oldest"
    case .inUse: "end the other process that has \(path) open"
    case .notPermitted: "the folder must exist and this user must be able to write \(path)"
    case .newerVersion: "run the newer version of this program, or move \(path) aside"
    case .other: "see the reason; the spool is as it was before the operation"
    }
  }
}
