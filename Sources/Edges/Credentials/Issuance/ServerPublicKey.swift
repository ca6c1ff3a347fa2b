/// What cameras must know of the issuer: X0, X1, X2. Every camera must see the same one, or the issuer could tell
/// cameras apart by the key it showed them.
public struct ServerPublicKey: Sendable, Hashable {
  /// Octets of the draft's serialization.
  public static let byteCount = 3 * Element.byteCount

  /// X0, X1, X2.
  let elements: [EncodedElement]

  init(elements: [EncodedElement]) { self.elements = elements }

  public init(serialized: [UInt8]) throws(CredentialError) {
    let workspace = Workspace()
    var reader = try ByteReader(serialized, .serverPublicKey, elements: 3, scalars: 0)
    elements = [try reader.element(workspace), try reader.element(workspace), try reader.element(workspace)]
  }

  public var serialized: [UInt8] { elements.flatMap(\.bytes) }

  public static func == (left: Self, right: Self) -> Bool { left.serialized == right.serialized }
  public func hash(into hasher: inout Hasher) { hasher.combine(serialized) }
}
