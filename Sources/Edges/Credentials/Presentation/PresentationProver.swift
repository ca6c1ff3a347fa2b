/// The points and the proof of one presentation, secrets in constant time: six multiples of the credential's points,
/// three of the context's and five of the generators', in which everything is expressed.
struct PresentationProver {
  private let credential: Credential
  private let generator: EncodedElement
  private let generatorTable: FixedBase?
  private let nonce: UInt64
  private let workspace = Workspace()

  init(_ state: PresentationState, nonce: UInt64) {
    credential = state.credential
    generator = state.generator
    generatorTable = state.generatorTable
    self.nonce = nonce
  }

  /// `blindings` of m1, z, −r and the nonce.
  func presentation(
    a: Scalar, r: Scalar, z: Scalar, blindings: [Scalar]
  ) throws(CredentialError) -> [UInt8] {
    let m1 = credential.m1
    let nonceScalar = Scalar(nonce)
    guard let inverse = (m1 + nonceScalar).inverse(workspace) else { throw .invalidScalar(.credential) }
    let minusR = -r
    let tag = multipleOfGenerator(inverse)
    // (m1 + nonce) · tag is the context's point, so m1 · tag needs no secret.
    let m1Tag = nonce == 0 ? nil : generator.element.minus(tag.timesPublic(nonce, workspace), workspace)
    let blindedM1Tag = multipleOfGenerator(blindings[0].times(inverse, workspace))
    let points = [
      multipleOfU(a),
      multipleOfUPrime(a, generator: r),
      multipleOfU(a.times(m1, workspace)).plus(FixedBase.h.times(z, workspace), workspace),
      tag,
      multipleOfX1(z, generator: minusR),
      // The blinded sums of the four statements.
      multipleOfU(a.times(blindings[0], workspace)).plus(FixedBase.h.times(blindings[1], workspace), workspace),
      multipleOfX1(blindings[1], generator: blindings[2]),
      blindedM1Tag.plus(multipleOfGenerator(blindings[3].times(inverse, workspace)), workspace),
      blindedM1Tag,
    ]
    guard let bytes = Element.encode(points + (m1Tag.map { [$0] } ?? []), workspace) else {
      throw .noRandomness
    }
    let challenge = SchnorrProof.challenge(
      [
        FixedBase.g.compressed, FixedBase.h.compressed, bytes[0], bytes[1], bytes[2], bytes[4], credential.x1.bytes,
        bytes[3], generator.bytes, nonce == 0 ? generator.bytes : bytes[9],
      ], blinded: Array(bytes[5..<9]), label: "CredentialPresentation", workspace)
    let proof = SchnorrProof(
      challenge: challenge, secrets: [m1, z, minusR, nonceScalar], blindings: blindings, workspace)
    return bytes[0..<4].flatMap { $0 } + proof.bytes
  }

  private func multipleOfGenerator(_ scalar: Scalar) -> Element {
    generatorTable?.times(scalar, workspace) ?? generator.element.times(scalar, workspace)
  }

  private func multipleOfU(_ scalar: Scalar) -> Element {
    credential.tables?.u.times(scalar, workspace) ?? credential.u.element.times(scalar, workspace)
  }

  private func multipleOfUPrime(_ scalar: Scalar, generator: Scalar) -> Element {
    guard let tables = credential.tables else {
      return credential.uPrime.element.times(scalar, generator: generator, workspace)
    }
    return tables.uPrime.times(scalar, workspace).plus(FixedBase.g.times(generator, workspace), workspace)
  }

  private func multipleOfX1(_ scalar: Scalar, generator: Scalar) -> Element {
    guard let tables = credential.tables else {
      return credential.x1.element.times(scalar, generator: generator, workspace)
    }
    return tables.x1.times(scalar, workspace).plus(FixedBase.g.times(generator, workspace), workspace)
  }
}
