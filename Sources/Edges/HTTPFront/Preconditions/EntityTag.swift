/// The version of a representation (RFC 9110, section 8.8.3). Tags made here are strong: equal tags, equal bytes.
public struct EntityTag: Hashable, Sendable {
  public let isWeak: Bool
  /// What stands between the quotes.
  public let opaque: String

  /// - Precondition: visible ASCII without a quote, as the field allows.
  public init(_ opaque: String, isWeak: Bool = false) {
    precondition(opaque.utf8.allSatisfy { $0 == 0x21 || (0x23...0x7e).contains($0) }, "not an entity tag")
    self.opaque = opaque
    self.isWeak = isWeak
  }

  /// A strong tag of a content at hand.
  public init(of bytes: [UInt8]) { self.init(String(ContentDigest.of(bytes), radix: 36)) }

  /// A strong tag of a file: its size and the nanosecond of its last change.
  public init(of file: FileContent) {
    self.init(String(file.size, radix: 36) + "." + String(UInt64(bitPattern: file.modified), radix: 36))
  }

  /// nil: not one tag. By bytes: as a character a quote would take a mark that combines with it along.
  init?(parsing text: Substring) {
    let isWeak = text.utf8.starts(with: "W/".utf8)
    let quoted = text.utf8.dropFirst(isWeak ? 2 : 0)
    guard quoted.count >= 2, quoted.first == 0x22, quoted.last == 0x22 else { return nil }
    let opaque = quoted.dropFirst().dropLast()
    guard opaque.allSatisfy({ $0 == 0x21 || $0 >= 0x23 && $0 != 0x7f }) else { return nil }
    self.isWeak = isWeak
    self.opaque = String(Substring(opaque))
  }

  public var fieldValue: String { (isWeak ? "W/" : "") + "\"\(opaque)\"" }

  /// Strong comparison: for writing and for ranges.
  func matchesStrongly(_ other: EntityTag) -> Bool { !isWeak && !other.isWeak && opaque == other.opaque }

  /// Weak comparison: for reading again.
  func matchesWeakly(_ other: EntityTag) -> Bool { opaque == other.opaque }
}
