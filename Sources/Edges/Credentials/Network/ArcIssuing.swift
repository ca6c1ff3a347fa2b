internal import Core
public import Ports

/// The issuer's half, with the key of each day.
public final class ArcIssuing: CredentialIssuing {
  private let secret: IssuerSecret
  private var keys: [Int32: ServerKey] = [:]

  public init(_ secret: IssuerSecret) { self.secret = secret }

  /// The day's public key in the draft's serialization, the same for every camera.
  public func publicKey(day: Int32) throws(IdentityFault) -> [UInt8] { try key(of: day).publicKey.serialized }

  public func respond(to request: [UInt8], day: Int32) throws(IdentityFault) -> [UInt8] {
    let key = try key(of: day)
    do {
      return try key.respond(to: request)
    } catch {
      if case .invalidProof = error { throw .invalid }
      if case .noRandomness = error { throw .unavailable("randomness") }
      throw .malformed
    }
  }

  public func digest(_ bytes: [UInt8]) -> [UInt8] { Digest.sha256(bytes) }

  private func key(of day: Int32) throws(IdentityFault) -> ServerKey {
    if let known = keys[day] { return known }
    guard let key = try? secret.serverKey(day: day) else { throw .unavailable("the key of the day") }
    if keys.count >= ArcProofVerifier.maximumDays { keys.removeAll() }
    keys[day] = key
    return key
  }
}
