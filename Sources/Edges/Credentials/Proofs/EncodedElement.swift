/// A point with its compressed encoding, which proofs hash.
struct EncodedElement: Sendable {
  let element: Element
  let bytes: [UInt8]

  static let g = EncodedElement(element: FixedBase.g.element, bytes: FixedBase.g.compressed)
  static let h = EncodedElement(element: FixedBase.h.element, bytes: FixedBase.h.compressed)

  /// nil if one of them is the identity, which has no encoding.
  static func encode(_ elements: [Element], _ workspace: Workspace) -> [EncodedElement]? {
    guard let encodings = Element.encode(elements, workspace) else { return nil }
    return zip(elements, encodings).map { EncodedElement(element: $0, bytes: $1) }
  }
}
