import Core
import Credentials

/// Makes the proofs of a table's cameras, one presentation for each camera, tile and day, as their wallets would.
protocol SightingProving: AnyObject {
  /// - Parameter camera: the same name for the same camera.
  func proof(of camera: String, tile: Tile, day: Int32) throws -> Proof
}

/// Proofs with real credentials, minted in this process: everything after the camera is as it is in the network.
///
/// A camera's secret follows from its name and the day, so that two runs of one table give every camera the same tags.
final class MintedProofs: SightingProving {
  /// Presentations kept to be sent again, 400 bytes each. Past it all are dropped: one that is made again has the same
  /// tag.
  static let maximumPresentations = 200_000
  /// Credentials kept, 600 bytes each; one that is minted again is of the same camera.
  static let maximumCredentials = 50_000

  private struct Holder: Hashable {
    var camera: String
    var day: Int32
  }

  private struct Context: Hashable {
    var holder: Holder
    var tile: Tile
  }

  private let secret: IssuerSecret
  private var keys: [Int32: ServerKey] = [:]
  private var credentials: [Holder: Credential] = [:]
  private var presentations: [Context: [UInt8]] = [:]

  init(_ secret: IssuerSecret) { self.secret = secret }

  func proof(of camera: String, tile: Tile, day: Int32) throws -> Proof {
    let holder = Holder(camera: camera, day: day)
    let context = Context(holder: holder, tile: tile)
    let presentation: [UInt8]
    if let known = presentations[context] {
      presentation = known
    } else {
      var state = PresentationState(
        credential: try credential(of: holder), presentationContext: Proof.sightingContext(tile: tile, day: day),
        limit: 1)
      presentation = try state.present().presentation
      if presentations.count >= Self.maximumPresentations { presentations.removeAll(keepingCapacity: true) }
      presentations[context] = presentation
    }
    return Proof(suite: .arcV1P256, presentation: presentation, nonce: 0, day: day)
  }

  private func credential(of holder: Holder) throws -> Credential {
    if let known = credentials[holder] { return known }
    var randomness = DerivedRandomness(
      secret: Array(holder.camera.utf8), label: Array("swerve replay camera".utf8), day: holder.day)
    let credential = try key(of: holder.day).mint(
      requestContext: Proof.credentialContext(day: holder.day), randomness: &randomness)
    if credentials.count >= Self.maximumCredentials { credentials.removeAll(keepingCapacity: true) }
    credentials[holder] = credential
    return credential
  }

  private func key(of day: Int32) throws -> ServerKey {
    if let known = keys[day] { return known }
    let key = try secret.serverKey(day: day)
    keys[day] = key
    return key
  }
}

/// "Proofs" that only name the camera, for a table whose owner answers for it.
final class TrustedProofs: SightingProving {
  func proof(of camera: String, tile: Tile, day: Int32) -> Proof {
    Proof(suite: TrustedVerifier.suite, presentation: Array(camera.utf8), nonce: 0, day: day)
  }
}
