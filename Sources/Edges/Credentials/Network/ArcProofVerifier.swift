public import Core
public import Ports

/// Checks proofs with the issuer's key of the day, suite ARCV1-P256: of sightings, limit 1 for each tile and day; of
/// exposures, `Proof.exposureLimit` for each day.
public final class ArcProofVerifier: ProofVerifier {
  /// Days whose tables are kept: yesterday's, today's and tomorrow's of two hemispheres of time zones.
  static let maximumDays = 4
  /// One sighting for a camera in one tile on one day has one tag; a second is the same presentation again.
  static let sightingLimit: UInt64 = 1

  private let secret: IssuerSecret
  private var verifiers: [Int32: Verifier] = [:]
  private var verified = VerifiedPresentations()

  public init(_ secret: IssuerSecret) { self.secret = secret }

  public func cameraOfSighting(_ proof: Proof, tile: Tile) throws(IdentityFault) -> UInt64 {
    guard proof.suite == .arcV1P256 else { throw .unknownSuite }
    let context = Proof.sightingContext(tile: tile, day: proof.day)
    let key = VerifiedPresentations.Key(presentation: proof.presentation, context: context, nonce: proof.nonce)
    if let camera = verified.camera(of: key) { return camera }
    let camera = try digestOfTag(proof, context: context, limit: Self.sightingLimit)
    verified.insert(camera, for: key)
    return camera
  }

  /// Nothing is remembered: a presentation of an exposure is new with each record.
  public func tagOfExposure(_ proof: Proof) throws(IdentityFault) -> UInt64 {
    guard proof.suite == .arcV1P256 else { throw .unknownSuite }
    return try digestOfTag(proof, context: Proof.exposureContext(day: proof.day), limit: Proof.exposureLimit)
  }

  private func digestOfTag(_ proof: Proof, context: [UInt8], limit: UInt64) throws(IdentityFault) -> UInt64 {
    do {
      let tag = try verifier(of: proof.day).verify(
        proof.presentation, presentationContext: context, nonce: proof.nonce, limit: limit)
      return Self.camera(of: tag)
    } catch {
      switch error {
      case .wrongLength, .invalidElement, .invalidScalar: throw .malformed
      case .nonceOutOfRange, .limitReached: throw .limitReached
      case .invalidProof: throw .invalid
      case .noRandomness: throw .unavailable("randomness")
      }
    }
  }

  /// First 8 bytes of SHA-256 of the tag, big endian: of 2³² cameras in one tile two would be taken for one.
  static func camera(of tag: PresentationTag) -> UInt64 {
    Digest.sha256(tag.bytes).prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
  }

  private func verifier(of day: Int32) throws(CredentialError) -> Verifier {
    if let known = verifiers[day] { return known }
    if verifiers.count >= Self.maximumDays, let oldest = verifiers.keys.min() { verifiers.removeValue(forKey: oldest) }
    let verifier = Verifier(try secret.serverKey(day: day), requestContext: Proof.credentialContext(day: day))
    verifiers[day] = verifier
    return verifier
  }
}
