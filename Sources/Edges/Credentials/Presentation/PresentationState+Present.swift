extension PresentationState {
  /// Octets of a presentation: U, U′ hidden, m1 hidden, tag, challenge and four responses.
  public static let presentationByteCount = 4 * Element.byteCount + 5 * Scalar.byteCount

  /// A fresh presentation (the draft's Present); `.limitReached` when none is left.
  public mutating func present() throws(CredentialError) -> (nonce: UInt64, presentation: [UInt8]) {
    var randomness = SystemRandomness()
    return try present(randomness: &randomness)
  }

  /// A presentation of a nonce that the caller keeps account of: the same one gives the same tag again.
  func presentation(nonce: UInt64) throws(CredentialError) -> [UInt8] {
    guard nonce < limit else { throw .nonceOutOfRange(nonce: nonce, limit: limit) }
    var randomness = SystemRandomness()
    var scalars: [Scalar] = []
    for _ in 0..<7 { scalars.append(try Scalar.random(&randomness)) }
    return try PresentationProver(self, nonce: nonce).presentation(
      a: scalars[0], r: scalars[1], z: scalars[2], blindings: Array(scalars[3...]))
  }

  public mutating func present(
    randomness: inout some RandomSource
  ) throws(CredentialError) -> (nonce: UInt64, presentation: [UInt8]) {
    guard remaining > 0 else { throw .limitReached(limit: limit) }
    let a = try Scalar.random(&randomness)
    let r = try Scalar.random(&randomness)
    let z = try Scalar.random(&randomness)
    let nonce = try takeNonce(&randomness)
    var blindings: [Scalar] = []
    for _ in 0..<4 { blindings.append(try Scalar.random(&randomness)) }

    let proof = try PresentationProver(self, nonce: nonce)
      .presentation(a: a, r: r, z: z, blindings: blindings)
    return (nonce, proof)
  }
}
