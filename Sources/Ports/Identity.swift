public import Core

/// Makes the proofs of one camera. A camera has at most one presentation for each context; asked again, it gives the
/// same.
public protocol CredentialWallet: AnyObject {
  /// Nil when no credential of that day is at hand: the sighting waits until there is one.
  func sightingProof(tile: Tile, day: Int32) throws(IdentityFault) -> Proof?

  /// Nil when no credential of that day is at hand. Asked again for the same nonce it gives another presentation with
  /// the same tag.
  /// - Parameter nonce: below `Proof.exposureLimit`; the caller gives each of a day to one record only, and in an order
  ///   that nobody can tell.
  func exposureProof(day: Int32, nonce: UInt64) throws(IdentityFault) -> Proof?
}

/// The issuer as a camera reaches it.
public protocol CredentialIssuer: AnyObject {
  /// - Returns: the issuer's public key of the day and its response, in the draft's serialization; nil: not now (no
  ///   network, no consent, no more today).
  func issue(day: Int32, request: [UInt8]) throws(IdentityFault) -> (publicKey: [UInt8], response: [UInt8])?
}

/// Checks proofs for Admission. One for each thread: it keeps scratch memory.
public protocol ProofVerifier: AnyObject {
  /// First 8 bytes, big endian, of SHA-256 of the tag: equal for one camera in one tile on one day, and only then.
  func cameraOfSighting(_ proof: Proof, tile: Tile) throws(IdentityFault) -> UInt64

  /// First 8 bytes, big endian, of SHA-256 of the tag: equal for one record that came twice, and tied to nothing else.
  func tagOfExposure(_ proof: Proof) throws(IdentityFault) -> UInt64
}

/// Why a proof, a signature or a seal is not accepted.
public enum IdentityFault: Error, Hashable, Sendable, CustomStringConvertible {
  /// A suite this build does not speak.
  case unknownSuite
  /// Wrong length, or no valid encoding of points and numbers.
  case malformed
  /// The nonce is not below the limit.
  case limitReached
  /// The proof does not hold for this context and key.
  case invalid
  /// The signature is not the device's.
  case forged
  /// The payload does not open: altered, or another key or place.
  case altered
  /// The sequence was seen before.
  case replayed
  /// No key of that id is known (never paired, or erased).
  case unknownKey
  /// A key or random bytes could not be had; the reason names it.
  case unavailable(String)

  public var description: String {
    switch self {
    case .unknownSuite: "a suite this version does not know"
    case .malformed: "no valid encoding"
    case .limitReached: "the credential's limit for this context is used up"
    case .invalid: "the proof does not hold for this context and key"
    case .forged: "the signature is not the paired device's"
    case .altered: "the payload does not open: altered, or sealed for another key or place"
    case .replayed: "the sequence number was seen before"
    case .unknownKey: "no key with that id: never paired, or erased"
    case .unavailable(let what): "\(what) is not available"
    }
  }
}
