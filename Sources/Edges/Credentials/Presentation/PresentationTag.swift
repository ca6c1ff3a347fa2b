/// The same for one camera, one context and one nonce; unlinkable to anything else. Equal tags are one presentation
/// counted again.
public struct PresentationTag: Hashable, Sendable {
  public static let byteCount = Element.byteCount

  /// A compressed point of P-256, 33 bytes.
  public let bytes: [UInt8]
}
