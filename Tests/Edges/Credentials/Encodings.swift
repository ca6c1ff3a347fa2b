import Testing

@testable import Credentials

@Suite("The encoding of points and scalars") struct Encodings {
  private let workspace = Workspace()
  private let order = bytes("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551")

  @Test func `a multiple of the generator survives`() throws {
    for number in 1...40 as ClosedRange<UInt64> {
      let element = FixedBase.g.times(Scalar(number), workspace)
      let encoded = try #require(element.compressed(workspace))
      let decoded = try #require(Element(compressed: encoded, workspace))
      #expect(decoded.compressed(workspace) == encoded)
      #expect(Element.generator.timesPublic(number, workspace).compressed(workspace) == encoded)
      #expect(Element.generator.times(Scalar(number), workspace).compressed(workspace) == encoded)
    }
  }

  /// SEC 2, 2.4.2: the compressed generator.
  @Test func `the generator is the standard's`() {
    #expect(
      FixedBase.g.compressed == bytes("036b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296"))
  }

  @Test func `the table of H gives what multiplication gives`() throws {
    var source = SeededRandomness(seed: 3)
    for _ in 0..<20 {
      let scalar = try Scalar.random(&source)
      #expect(
        FixedBase.h.times(scalar, workspace).compressed(workspace)
          == FixedBase.h.element.times(scalar, workspace).compressed(workspace))
    }
  }

  @Test func `the identity has none`() throws {
    let identity = FixedBase.g.times(Scalar(0), workspace)
    #expect(identity.isIdentity && identity.compressed(workspace) == nil)
    #expect(Element.encode([.generator, identity], workspace) == nil)
    #expect(Element(compressed: [UInt8](repeating: 0, count: 33), workspace) == nil)
    #expect(Element(compressed: [0], workspace) == nil)
  }

  @Test func `other forms and coordinates above p are refused`() {
    var generator = FixedBase.g.compressed
    for form in [0, 1, 4, 5, 6, 7, 255] as [UInt8] {
      generator[0] = form
      #expect(Element(compressed: generator, workspace) == nil)
    }
    // x = p + 5: 5 is on the curve, but this is not its one encoding.
    let above = bytes("ffffffff00000001000000000000000000000001000000000000000000000004")
    #expect(Element(compressed: [2] + above, workspace) == nil)
    #expect(Element(compressed: [2] + [UInt8](repeating: 0, count: 31) + [5], workspace) != nil)
  }

  @Test func `a scalar is below the order`() {
    #expect(Scalar(canonical: order) == nil)
    #expect(Scalar(canonical: [UInt8](repeating: 0xff, count: 32)) == nil)
    #expect(Scalar(canonical: [0]) == nil)
    let last = Array(order.dropLast()) + [0x50]
    #expect(Scalar(canonical: last)?.bytes == last)
    #expect((-Scalar(1)).bytes == last)
  }

  @Test func `a scalar times its inverse is one`() throws {
    var source = SeededRandomness(seed: 4)
    for _ in 0..<20 {
      let scalar = try Scalar.random(&source)
      #expect(try #require(scalar.inverse(workspace)).times(scalar, workspace).bytes == Scalar(1).bytes)
    }
    #expect(Scalar(0).inverse(workspace) == nil)
  }

  @Test func `a broken source of randomness is an error, not a loop`() {
    var zeros = ScriptedRandomness(draws: Array(repeating: [UInt8](repeating: 0, count: 32), count: 100))
    #expect(throws: CredentialError.noRandomness) { try Scalar.random(&zeros) }
    #expect(zeros.draws.count == 100 - Scalar.maximumDraws)
  }
}
