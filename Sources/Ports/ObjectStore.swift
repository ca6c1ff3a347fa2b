/// Whole objects by name: a local folder, or any S3 store. An object is there whole or not at all, and once `put` or
/// `finish` has returned it survives a power cut. Safe from any thread.
public protocol ObjectStore: Sendable {
  /// Opens a new object that is filled piece by piece; what is appended and synchronized survives a crash, and is found
  /// again under the same name.
  func openPart(_ name: ObjectName) throws(ObjectError) -> any ObjectPart

  /// Unfinished parts, for whoever sweeps.
  func parts() throws(ObjectError) -> [ObjectName]

  func byteCount(_ name: ObjectName) throws(ObjectError) -> Int64?
  /// - Throws: `.missing` when it is not there; a range beyond the end is cut.
  func read(_ name: ObjectName, _ range: Range<Int64>) throws(ObjectError) -> [UInt8]
  /// Deleting what is not there is no error.
  func delete(_ name: ObjectName) throws(ObjectError)
}

/// An object on its way. Confined to one task at a time.
public protocol ObjectPart: AnyObject {
  /// Bytes that are there, durable or not.
  var byteCount: Int64 { get }
  func append(_ bytes: Span<UInt8>) throws(ObjectError)
  /// Everything appended so far survives a power cut when this returns.
  func synchronize() throws(ObjectError)
  /// Cuts off what lies behind.
  func truncate(to byteCount: Int64) throws(ObjectError)
  func read(_ range: Range<Int64>) throws(ObjectError) -> [UInt8]
  /// Makes it the object of its name, durable; the part is gone.
  func finish() throws(ObjectError)
  func discard() throws(ObjectError)
  func close()
}

/// Letters, digits, `-` and `/` between non-empty pieces: never a path that leads elsewhere.
public struct ObjectName: Hashable, Sendable, CustomStringConvertible {
  public let text: String

  public init?(_ text: String) {
    let pieces = text.split(separator: "/", omittingEmptySubsequences: false)
    let isPlain = pieces.allSatisfy { piece in
      !piece.isEmpty
        && piece.utf8.allSatisfy { byte in
          (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || byte == 0x2D
        }
    }
    guard isPlain, text.utf8.count <= 200 else { return nil }
    self.text = text
  }

  public var description: String { text }
}

public struct ObjectError: Error, Hashable, Sendable, CustomStringConvertible {
  public enum Kind: Hashable, Sendable { case missing, diskFull, unavailable, notAuthorized, damaged, inUse, other }
  public var kind: Kind
  public var operation: String
  public var reason: String
  public var hint: String

  public init(_ kind: Kind, operation: String, reason: String, hint: String = "") {
    self.kind = kind
    self.operation = operation
    self.reason = reason
    self.hint = hint
  }

  public var description: String { "\(operation): \(reason)" + (hint.isEmpty ? "" : " (\(hint))") }
}
