public import Core
public import Credentials
internal import Ports

/// Real credentials and proofs of as many cameras as a test needs. Like a camera's wallet it gives the same
/// presentation for the same context.
public final class CameraMint {
  private struct Holder: Hashable {
    var camera: Int
    var day: Int32
  }

  private struct Context: Hashable {
    var holder: Holder
    var tile: Tile
  }

  public let secret: IssuerSecret
  private var keys: [Int32: ServerKey] = [:]
  private var credentials: [Holder: Credential] = [:]
  private var proofs: [Context: Proof] = [:]

  public init(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let bytes = (0..<IssuerSecret.byteCount).map { _ in UInt8.random(in: 0...255, using: &generator) }
    guard let secret = IssuerSecret(bytes: bytes) else { preconditionFailure("a secret has its length") }
    self.secret = secret
  }

  /// The proof that belongs to a sighting there and then.
  public func proof(camera: Int, at position: Coordinate, time: Timestamp) throws -> Proof {
    let tile = Tile(containing: position)
    let holder = Holder(camera: camera, day: tile.tagDay(at: time))
    let context = Context(holder: holder, tile: tile)
    if let known = proofs[context] { return known }
    var state = PresentationState(
      credential: try credential(of: holder),
      presentationContext: Proof.sightingContext(tile: tile, day: holder.day), limit: 1)
    let proof = Proof(
      suite: .arcV1P256, presentation: try state.present().presentation, nonce: 0, day: holder.day)
    proofs[context] = proof
    return proof
  }

  /// A proof of an exposure of that day.
  public func exposureProof(camera: Int, day: Int32, spent: [UInt64] = []) throws -> Proof {
    var state = PresentationState(
      credential: try credential(of: Holder(camera: camera, day: day)),
      presentationContext: Proof.exposureContext(day: day), limit: Proof.exposureLimit, spentNonces: spent)
    let (nonce, presentation) = try state.present()
    return Proof(suite: .arcV1P256, presentation: presentation, nonce: nonce, day: day)
  }

  private func credential(of holder: Holder) throws -> Credential {
    if let known = credentials[holder] { return known }
    let key = try keys[holder.day] ?? secret.serverKey(day: holder.day)
    keys[holder.day] = key
    let (secrets, request) = try Credential.request(requestContext: Proof.credentialContext(day: holder.day))
    let credential = try Credential.finalize(
      secrets, publicKey: key.publicKey, request: request, response: key.respond(to: request))
    credentials[holder] = credential
    return credential
  }
}
