public import Core
public import Ports

/// Proofs without cryptography, where a test needs many: the presentation is the camera's number and the tile, and what
/// is read from it is, as with real ones, the same for one camera in one tile on one day and tells nothing else.
public final class NumberedProofs: ProofVerifier {
  public init() {}

  public static func proof(camera: Int, at position: Coordinate, time: Timestamp) -> Proof {
    let tile = Tile(containing: position)
    return Proof(
      suite: .arcV1P256, presentation: bytes(UInt64(camera)) + tile.keyBytes, nonce: 0, day: tile.tagDay(at: time))
  }

  public func cameraOfSighting(_ proof: Proof, tile: Tile) throws(IdentityFault) -> UInt64 {
    guard proof.presentation.count == 16 else { throw .malformed }
    guard Array(proof.presentation[8...]) == tile.keyBytes else { throw .invalid }
    let camera = proof.presentation[..<8].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    var mixing = SeededGenerator(
      seed: camera ^ tile.key &* 0x9E37_79B9_7F4A_7C15 ^ UInt64(bitPattern: Int64(proof.day)))
    return mixing.next()
  }

  /// The presentation is the contribution's number.
  public func tagOfExposure(_ proof: Proof) throws(IdentityFault) -> UInt64 {
    guard proof.presentation.count == 8, proof.nonce < Proof.exposureLimit else { throw .malformed }
    return proof.presentation.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
  }

  private static func bytes(_ value: UInt64) -> [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: value >> (56 - 8 * UInt64($0))) }
  }
}
