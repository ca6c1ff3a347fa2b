public import Core
internal import Ports

/// Why the clip store does not do what was asked.
public enum ClipFault: Error, Hashable, Sendable {
  case missing
  /// It is whole, or there is another one of this id.
  case taken
  /// The bytes acknowledged so far, where others were expected.
  case offset(Int64)
  case tooLarge(limit: Int64)
  /// More than the upload said it would be.
  case beyondLength(Int64)
  case tierFull(TierShortage)
  /// The bytes do not have the checksum that came with them; they were not taken.
  case checksum
  /// Another request is sending bytes of it.
  case busy
  /// The disk, the database or the vault; the words are for the operator.
  case unavailable(String)
  case diskFull

  init(_ error: ViewError) { self = .unavailable("\(error.operation): \(error.reason)") }

  init(_ error: ObjectError) {
    switch error.kind {
    case .diskFull: self = .diskFull
    case .inUse: self = .busy
    case .missing, .unavailable, .notAuthorized, .damaged, .other: self = .unavailable("\(error)")
    }
  }

  init(any error: any Error) {
    switch error {
    case let fault as ClipFault: self = fault
    case let error as ViewError: self.init(error)
    case let error as ObjectError: self.init(error)
    case let fault as IdentityFault: self.init(fault)
    default: self = .unavailable("\(error)")
    }
  }

  static func translating<Value>(_ body: () throws -> Value) throws(ClipFault) -> Value {
    do { return try body() } catch { throw ClipFault(any: error) }
  }

  init(_ fault: IdentityFault) { self = .unavailable("a clip's key: \(fault)") }
}
