import Testing

@testable import Credentials

@Suite("The field of P-256") struct FieldArithmetic {
  private func element(_ hexadecimal: String) throws -> FieldElement {
    try #require(FieldElement(canonical: bytes(hexadecimal)))
  }

  private func random(_ source: inout SeededRandomness) throws -> FieldElement {
    // Limbs at the ends of their range make carries that random ones seldom make.
    func limb() -> UInt64 {
      switch source.next() % 4 {
      case 0: 0
      case 1: .max
      case 2: source.next() >> 32
      default: source.next()
      }
    }
    return FieldElement(reducing: (limb(), limb(), limb(), limb()))
  }

  @Test func `refuses p and what lies above, takes what lies below`() throws {
    let p = "ffffffff00000001000000000000000000000000ffffffffffffffffffffffff"
    #expect(FieldElement(canonical: bytes(p)) == nil)
    #expect(FieldElement(canonical: [UInt8](repeating: 0xff, count: 32)) == nil)
    let below = "ffffffff00000001000000000000000000000000fffffffffffffffffffffffe"
    #expect(try element(below).bytes == bytes(below))
    #expect(try element(below) + .one == .zero)
    #expect(FieldElement(canonical: [UInt8](repeating: 0, count: 31)) == nil)
  }

  @Test(arguments: 1...8 as ClosedRange<UInt64>)
  func `keeps the laws of a field`(seed: UInt64) throws {
    var source = SeededRandomness(seed: seed)
    for _ in 0..<40 {
      let (a, b, c) = (try random(&source), try random(&source), try random(&source))
      #expect(a * b == b * a)
      #expect((a * b) * c == a * (b * c))
      #expect(a * (b + c) == a * b + a * c)
      #expect(a - b + b == a)
      #expect(a + (-a) == .zero)
      #expect(try element(hexadecimal(a)) == a)
      if a != .zero { #expect(a * a.inverse() == .one) }
      let root = try #require((a * a).squareRoot())
      #expect(root == a || root == -a)
    }
  }

  @Test func `inverts many as it inverts each`() throws {
    var source = SeededRandomness(seed: 9)
    let elements = try (0..<7).map { _ in try random(&source) + .one }
    var inverses = elements
    FieldElement.invert(&inverses)
    #expect(inverses == elements.map { $0.inverse() })
  }

  @Test func `has no root of minus one`() { #expect((-FieldElement.one).squareRoot() == nil) }

  private func hexadecimal(_ element: FieldElement) -> String {
    element.bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
  }
}
