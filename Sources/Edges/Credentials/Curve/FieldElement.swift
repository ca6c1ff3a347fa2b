/// A residue modulo p = 2²⁵⁶ − 2²²⁴ + 2¹⁹² + 2⁹⁶ − 1, the field of P-256, in Montgomery form (times 2²⁵⁶).
///
/// OpenSSL multiplies points in assembly but offers its field only through BIGNUM, at twice the time of this and with
/// memory of its own for each number. Square roots (decoding, hashing to the curve) and inversions (encoding) are done
/// here, without a branch or an index that depends on the value; whatever comes out goes through OpenSSL's own check
/// that the point is on the curve.
struct FieldElement: Equatable {
  /// Least significant first; the number they make is below p.
  private var limb0, limb1, limb2, limb3: UInt64

  private init(_ limb0: UInt64, _ limb1: UInt64, _ limb2: UInt64, _ limb3: UInt64) {
    (self.limb0, self.limb1, self.limb2, self.limb3) = (limb0, limb1, limb2, limb3)
  }

  static let zero = FieldElement(0, 0, 0, 0)
  /// 2²⁵⁶ mod p
  static let one = FieldElement(1, 0xffff_ffff_0000_0000, 0xffff_ffff_ffff_ffff, 0x0000_0000_ffff_fffe)
  /// The element 2²⁵⁶, so 2⁵¹² mod p in its limbs: a product with it takes a number into Montgomery form.
  static let radix = FieldElement(
    3, 0xffff_fffb_ffff_ffff, 0xffff_ffff_ffff_fffe, 0x0000_0004_ffff_fffd)
  private static let modulus: (UInt64, UInt64, UInt64, UInt64) = (
    0xffff_ffff_ffff_ffff, 0x0000_0000_ffff_ffff, 0, 0xffff_ffff_0000_0001
  )

  /// Reduces any number below 2²⁵⁶ given by its limbs, least significant first.
  init(reducing limbs: (UInt64, UInt64, UInt64, UInt64)) {
    self = FieldElement(limbs.0, limbs.1, limbs.2, limbs.3) * .radix
  }

  /// The limbs out of Montgomery form, least significant first.
  var canonicalLimbs: (UInt64, UInt64, UInt64, UInt64) {
    let plain = Self.reduced(limb0, limb1, limb2, limb3, 0, 0, 0, 0)
    return (plain.limb0, plain.limb1, plain.limb2, plain.limb3)
  }

  static func isCanonical(_ limbs: (UInt64, UInt64, UInt64, UInt64)) -> Bool {
    var borrow: UInt64 = 0
    _ = difference(limbs.0, modulus.0, &borrow)
    _ = difference(limbs.1, modulus.1, &borrow)
    _ = difference(limbs.2, modulus.2, &borrow)
    _ = difference(limbs.3, modulus.3, &borrow)
    return borrow == 1
  }

  /// Parity of the number itself: `sgn0` of RFC 9380 and the sign of a compressed point.
  var isOdd: Bool { canonicalLimbs.0 & 1 == 1 }

  static func + (left: Self, right: Self) -> Self {
    var carry: UInt64 = 0
    let sum0 = sum(left.limb0, right.limb0, &carry)
    let sum1 = sum(left.limb1, right.limb1, &carry)
    let sum2 = sum(left.limb2, right.limb2, &carry)
    let sum3 = sum(left.limb3, right.limb3, &carry)
    return belowModulus(sum0, sum1, sum2, sum3, carry)
  }

  static prefix func - (element: Self) -> Self {
    var borrow: UInt64 = 0
    let rest0 = difference(modulus.0, element.limb0, &borrow)
    let rest1 = difference(modulus.1, element.limb1, &borrow)
    let rest2 = difference(modulus.2, element.limb2, &borrow)
    let rest3 = difference(modulus.3, element.limb3, &borrow)
    return belowModulus(rest0, rest1, rest2, rest3, 0)
  }

  static func - (left: Self, right: Self) -> Self { left + (-right) }

  static func * (left: Self, right: Self) -> Self {
    let (a0, a1, a2, a3) = (left.limb0, left.limb1, left.limb2, left.limb3)
    var carry: UInt64 = 0
    let product0 = product(a0, right.limb0, 0, &carry)
    var t1 = product(a1, right.limb0, 0, &carry)
    var t2 = product(a2, right.limb0, 0, &carry)
    var t3 = product(a3, right.limb0, 0, &carry)
    var t4 = carry
    carry = 0
    let product1 = product(a0, right.limb1, t1, &carry)
    t1 = product(a1, right.limb1, t2, &carry)
    t2 = product(a2, right.limb1, t3, &carry)
    t3 = product(a3, right.limb1, t4, &carry)
    t4 = carry
    carry = 0
    let product2 = product(a0, right.limb2, t1, &carry)
    t1 = product(a1, right.limb2, t2, &carry)
    t2 = product(a2, right.limb2, t3, &carry)
    t3 = product(a3, right.limb2, t4, &carry)
    t4 = carry
    carry = 0
    let product3 = product(a0, right.limb3, t1, &carry)
    t1 = product(a1, right.limb3, t2, &carry)
    t2 = product(a2, right.limb3, t3, &carry)
    t3 = product(a3, right.limb3, t4, &carry)
    return reduced(product0, product1, product2, product3, t1, t2, t3, carry)
  }

  /// `first` where `condition` holds, else `second`, by masks.
  static func select(_ condition: Bool, _ first: Self, _ second: Self) -> Self {
    let mask = 0 &- UInt64(condition ? 1 : 0)
    return FieldElement(
      first.limb0 & mask | second.limb0 & ~mask, first.limb1 & mask | second.limb1 & ~mask,
      first.limb2 & mask | second.limb2 & ~mask, first.limb3 & mask | second.limb3 & ~mask)
  }

  static func == (left: Self, right: Self) -> Bool {
    (left.limb0 ^ right.limb0) | (left.limb1 ^ right.limb1) | (left.limb2 ^ right.limb2)
      | (left.limb3 ^ right.limb3) == 0
  }
}

extension FieldElement {
  /// Divides 512 bits by 2²⁵⁶ modulo p (Montgomery). −p⁻¹ mod 2⁶⁴ is 1, so the lowest limb m is its own quotient digit,
  /// and m·p = m·(2²⁵⁶ − 2²²⁴ + 2¹⁹²) + m·2⁹⁶ − m: the last term clears the limb, the one before is a shift.
  @inline(__always)
  private static func reduced(
    _ t0: UInt64, _ t1: UInt64, _ t2: UInt64, _ t3: UInt64, _ t4: UInt64, _ t5: UInt64, _ t6: UInt64, _ t7: UInt64
  ) -> FieldElement {
    var (t1, t2, t3, t4, t5, t6, t7) = (t1, t2, t3, t4, t5, t6, t7)
    var top: UInt64 = 0
    clear(t0, &t1, &t2, &t3, &t4, &top)
    clear(t1, &t2, &t3, &t4, &t5, &top)
    clear(t2, &t3, &t4, &t5, &t6, &top)
    clear(t3, &t4, &t5, &t6, &t7, &top)
    return belowModulus(t4, t5, t6, t7, top)
  }

  /// Adds m·p at the limb of m; `top` carries from one call into the highest limb of the next.
  @inline(__always)
  private static func clear(
    _ m: UInt64, _ next: inout UInt64, _ second: inout UInt64, _ third: inout UInt64, _ fourth: inout UInt64,
    _ top: inout UInt64
  ) {
    var carry: UInt64 = 0
    next = sum(next, m &<< 32, &carry)
    second = sum(second, m &>> 32, &carry)
    third = product(m, modulus.3, third, &carry)
    fourth = sum(fourth, top, &carry)
    top = carry
  }

  /// Takes p away once if the five limbs are not below it; they are below 2p.
  @inline(__always)
  private static func belowModulus(
    _ t0: UInt64, _ t1: UInt64, _ t2: UInt64, _ t3: UInt64, _ t4: UInt64
  ) -> FieldElement {
    var borrow: UInt64 = 0
    let rest0 = difference(t0, modulus.0, &borrow)
    let rest1 = difference(t1, modulus.1, &borrow)
    let rest2 = difference(t2, modulus.2, &borrow)
    let rest3 = difference(t3, modulus.3, &borrow)
    _ = difference(t4, 0, &borrow)
    let keep = 0 &- borrow
    return FieldElement(
      t0 & keep | rest0 & ~keep, t1 & keep | rest1 & ~keep, t2 & keep | rest2 & ~keep, t3 & keep | rest3 & ~keep)
  }

  /// Low limb of a·b + c + carry; the high one, which cannot overflow, becomes the carry.
  @inline(__always)
  private static func product(_ a: UInt64, _ b: UInt64, _ c: UInt64, _ carry: inout UInt64) -> UInt64 {
    let wide = a.multipliedFullWidth(by: b)
    let first = wide.low.addingReportingOverflow(c)
    let second = first.partialValue.addingReportingOverflow(carry)
    carry = wide.high &+ (first.overflow ? 1 : 0) &+ (second.overflow ? 1 : 0)
    return second.partialValue
  }

  @inline(__always)
  private static func sum(_ a: UInt64, _ b: UInt64, _ carry: inout UInt64) -> UInt64 {
    let first = a.addingReportingOverflow(b)
    let second = first.partialValue.addingReportingOverflow(carry)
    carry = (first.overflow ? 1 : 0) &+ (second.overflow ? 1 : 0)
    return second.partialValue
  }

  @inline(__always)
  private static func difference(_ a: UInt64, _ b: UInt64, _ borrow: inout UInt64) -> UInt64 {
    let first = a.subtractingReportingOverflow(b)
    let second = first.partialValue.subtractingReportingOverflow(borrow)
    borrow = (first.overflow ? 1 : 0) &+ (second.overflow ? 1 : 0)
    return second.partialValue
  }
}
