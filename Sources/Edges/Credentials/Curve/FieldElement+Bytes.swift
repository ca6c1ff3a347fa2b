extension FieldElement {
  /// Octets of a field element, big endian.
  static let byteCount = 32

  /// nil unless the 32 bytes, big endian, are a number below p.
  init?(canonical bytes: some Collection<UInt8>) {
    guard bytes.count == Self.byteCount else { return nil }
    let limbs = Self.limbs(bytes)
    guard Self.isCanonical(limbs) else { return nil }
    self.init(reducing: limbs)
  }

  /// Reduces 48 bytes, big endian (`hash_to_field` of RFC 9380 with L = 48): the 16 high ones times 2²⁵⁶ plus the rest.
  init(reducing48 bytes: some Collection<UInt8>) {
    precondition(bytes.count == 48)
    let high = FieldElement(reducing: Self.limbs(bytes.prefix(16)))
    self = high * .radix + FieldElement(reducing: Self.limbs(bytes.dropFirst(16)))
  }

  var bytes: [UInt8] {
    let limbs = canonicalLimbs
    var result: [UInt8] = []
    result.reserveCapacity(Self.byteCount)
    for limb in [limbs.3, limbs.2, limbs.1, limbs.0] {
      for shift in stride(from: UInt64(56), through: 0, by: -8) {
        result.append(UInt8(truncatingIfNeeded: limb >> shift))
      }
    }
    return result
  }

  /// At most 32 bytes, big endian, as limbs, least significant first.
  private static func limbs(_ bytes: some Collection<UInt8>) -> (UInt64, UInt64, UInt64, UInt64) {
    var limbs: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
    for byte in bytes {
      limbs.3 = limbs.3 << 8 | limbs.2 >> 56
      limbs.2 = limbs.2 << 8 | limbs.1 >> 56
      limbs.1 = limbs.1 << 8 | limbs.0 >> 56
      limbs.0 = limbs.0 << 8 | UInt64(byte)
    }
    return limbs
  }
}
