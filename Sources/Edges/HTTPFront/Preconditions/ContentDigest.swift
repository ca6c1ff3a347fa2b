/// FNV-1a with 128 bits (draft-eastlake-fnv): tells versions of a content apart. It resists accident, not an attacker
/// who chooses the content; about 1 ns a byte.
enum ContentDigest {
  static func of(_ bytes: [UInt8]) -> UInt128 {
    var hash = offset
    for byte in bytes { hash = (hash ^ UInt128(byte)) &* prime }
    return hash
  }

  private static let offset: UInt128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d
  private static let prime: UInt128 = 0x0000_0000_0100_0000_0000_0000_0000_013b
}
