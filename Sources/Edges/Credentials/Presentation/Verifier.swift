/// Checks presentations for one server key and one request context, as fast as they come. For one thread: make one
/// each.
///
/// What is the same for all is computed once: tables of the generators, the key's part of the MAC, and the points of
/// the contexts seen last. That a tag was not seen before is the caller's to check.
public final class Verifier {
  /// Contexts whose points are kept. Past it all are dropped: a point costs 25 µs, a verification 15 times that.
  public static let maximumContexts = 512

  private let workspace = Workspace()
  private let x1: Scalar
  /// x0 + x2·m2: what U is multiplied with in the MAC.
  private let uFactor: Scalar
  private let x1Bytes: [UInt8]
  private var generators: [[UInt8]: EncodedElement] = [:]

  public init(_ key: ServerKey, requestContext: [UInt8]) {
    let m2 = CredentialRequest.context(requestContext, workspace)
    x1 = key.x1
    uFactor = key.x0 + key.x2.times(m2, workspace)
    x1Bytes = key.publicKey.elements[1].bytes
  }

  /// The presentation's tag if it was made with a credential of this key and request context, for this presentation
  /// context and nonce. The draft's VerifyPresentation lets the nonce be the limit itself; the range it promises is
  /// 0 ..< limit, and that is checked here.
  public func verify(
    _ presentation: [UInt8], presentationContext: [UInt8], nonce: UInt64, limit: UInt64
  ) throws(CredentialError) -> PresentationTag {
    guard nonce < limit else { throw .nonceOutOfRange(nonce: nonce, limit: limit) }
    var reader = try ByteReader(presentation, .presentation, elements: 4, scalars: 5)
    let u = try reader.element(workspace)
    let uPrimeCommit = try reader.element(workspace)
    let m1Commit = try reader.element(workspace)
    let tag = try reader.element(workspace)
    let proof = try reader.proof(responses: 4)

    let generator = generator(presentationContext)
    let m1Tag =
      nonce == 0
      ? generator.element : generator.element.minus(tag.element.timesPublic(nonce, workspace), workspace)
    let v = Element.sum(uFactor, u.element, x1, m1Commit.element, workspace)
      .minus(uPrimeCommit.element, workspace)
    let sums = blindedSums(
      proof, u: u.element, m1Commit: m1Commit.element, v: v, tag: tag.element, m1Tag: m1Tag, nonce: nonce)
    guard let bytes = Element.encode([v] + sums + (nonce == 0 ? [] : [m1Tag]), workspace) else {
      throw .invalidProof(.presentation)
    }
    let challenge = SchnorrProof.challenge(
      [
        FixedBase.g.compressed, FixedBase.h.compressed, u.bytes, uPrimeCommit.bytes, m1Commit.bytes, bytes[0], x1Bytes,
        tag.bytes, generator.bytes, nonce == 0 ? generator.bytes : bytes[5],
      ], blinded: Array(bytes[1..<5]), label: "CredentialPresentation", workspace)
    guard proof.answers(challenge) else { throw .invalidProof(.presentation) }
    return PresentationTag(bytes: tag.bytes)
  }

  /// The draft's four sums, with two shortcuts that give the same points. X1 is x1·H, so its multiple comes of H's
  /// table. The third, c·T + (s0 + s3)·tag, differs from the fourth, c·m1Tag + s0·tag, by (s3 + c·nonce)·tag.
  private func blindedSums(
    _ proof: SchnorrProof, u: Element, m1Commit: Element, v: Element, tag: Element, m1Tag: Element, nonce: UInt64
  ) -> [Element] {
    let (c, s) = (proof.challenge, proof.responses)
    let first = Element.sum(c, m1Commit, s[0], u, workspace).plus(FixedBase.h.times(s[1], workspace), workspace)
    let second = v.times(c, generator: s[2], workspace)
      .plus(FixedBase.h.times(s[1].times(x1, workspace), workspace), workspace)
    let fourth = Element.sum(c, m1Tag, s[0], tag, workspace)
    let difference = nonce == 0 ? s[3] : s[3] + c.times(Scalar(nonce), workspace)
    return [first, second, fourth.plus(tag.times(difference, workspace), workspace), fourth]
  }

  private func generator(_ context: [UInt8]) -> EncodedElement {
    if let known = generators[context] { return known }
    if generators.count >= Self.maximumContexts { generators.removeAll(keepingCapacity: true) }
    let generator = PresentationContext.generator(context, workspace)
    generators[context] = generator
    return generator
  }
}

@available(*, unavailable) extension Verifier: Sendable {}
