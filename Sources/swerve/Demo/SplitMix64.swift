/// A small seeded generator: SplitMix64 (Steele, Lea, Flood 2014). The draws below are written out, not borrowed from
/// the standard library, so that one seed gives the same town and the same traffic with every toolchain.
struct SplitMix64: RandomNumberGenerator, Sendable {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var bits = state
    bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
    return bits ^ (bits >> 31)
  }

  /// A generator of its own, for one purpose: what one purpose draws does not move the others.
  mutating func split() -> SplitMix64 { SplitMix64(seed: next()) }

  /// 0 ..< 1 in steps of 2⁻⁵³.
  mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

  mutating func between(_ low: Double, _ high: Double) -> Double { low + (high - low) * unit() }

  mutating func chance(_ probability: Double) -> Bool { unit() < probability }

  /// 0 ..< count.
  mutating func index(_ count: Int) -> Int {
    precondition(count > 0, "nothing to draw from")
    return Int(next() % UInt64(count))
  }

  /// Mean 0, variance 1: the sum of four 16-bit uniforms (Irwin–Hall), bounded at ±3.46. Cheap enough for every
  /// sample of every sensor, and without a logarithm.
  mutating func normal() -> Double {
    let bits = next()
    let sum = (bits & 0xFFFF) + (bits >> 16 & 0xFFFF) + (bits >> 32 & 0xFFFF) + (bits >> 48)
    // Each part has mean 32,767.5 and variance (2¹⁶)² / 12; four of them have the deviation 2¹⁶ / √3.
    return (Double(sum) - 131_070) * (1.7320508075688772 / 65_536)
  }
}
