/// Where a page ended, as a text that clients hand back unread: base64url of version, payload and check bytes.
///
/// The check catches slips (a cut or mixed-up text), not forgery: a payload must be safe to be chosen by a client.
public struct Cursor: Hashable, Sendable {
  /// Bytes of a payload; the text then has at most 348 characters.
  public static let maximumPayloadCount = 256

  public let payload: [UInt8]

  /// - Precondition: at most `maximumPayloadCount` bytes.
  public init(payload: [UInt8]) {
    precondition(payload.count <= Self.maximumPayloadCount, "a cursor holds a position, not a page")
    self.payload = payload
  }

  /// - Throws: anything that `text` of a cursor could not have given.
  public init(text: String) throws(CursorError) {
    guard text.utf8.count <= (Self.maximumPayloadCount + Self.overhead + 2) / 3 * 4,
      let bytes = Base64URL.decode(text), bytes.count >= Self.overhead, bytes[0] == Self.version
    else { throw CursorError() }
    let payload = Array(bytes[1..<(bytes.count - Self.checkCount)])
    guard Array(bytes.suffix(Self.checkCount)) == Self.check(payload) else { throw CursorError() }
    self.payload = payload
  }

  public var text: String { Base64URL.encode([Self.version] + payload + Self.check(payload)) }

  private static let version: UInt8 = 1
  private static let checkCount = 4
  private static let overhead = 1 + checkCount

  private static func check(_ payload: [UInt8]) -> [UInt8] {
    let digest = ContentDigest.of([version] + payload)
    return (0..<checkCount).map { UInt8(truncatingIfNeeded: digest >> ($0 * 8)) }
  }
}

public struct CursorError: Error, Hashable, Sendable, CustomStringConvertible {
  public init() {}

  public var description: String { "This cursor is not one that this service gave. Start from the first page." }
}
