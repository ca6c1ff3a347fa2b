import Core
import Ports
import Testing

@testable import Credentials

@Suite("A presentation that is sent again") struct RememberedPresentations {
  private let secret: IssuerSecret
  private let tile = Tile(containing: Coordinate(latitudeE7: 460_000_000, longitudeE7: -300_000_000))
  private let day: Int32 = 20_000

  init() throws { secret = try IssuerSecret.generate() }

  private func proof() throws -> Proof {
    let credential = try secret.serverKey(day: day).mint(requestContext: Proof.credentialContext(day: day))
    var state = PresentationState(
      credential: credential, presentationContext: Proof.sightingContext(tile: tile, day: day), limit: 1)
    return Proof(suite: .arcV1P256, presentation: try state.present().presentation, nonce: 0, day: day)
  }

  @Test func `it is the same camera, and another's is not`() throws {
    let verifier = ArcProofVerifier(secret)
    let (first, second) = (try proof(), try proof())
    let camera = try verifier.cameraOfSighting(first, tile: tile)
    #expect(try verifier.cameraOfSighting(first, tile: tile) == camera)
    #expect(try ArcProofVerifier(secret).cameraOfSighting(first, tile: tile) == camera)
    #expect(try verifier.cameraOfSighting(second, tile: tile) != camera)
  }

  @Test func `a bit changed after it was accepted is refused, and so is another tile, day, nonce or suite`() throws {
    let verifier = ArcProofVerifier(secret)
    let good = try proof()
    _ = try verifier.cameraOfSighting(good, tile: tile)
    for bit in stride(from: 0, to: good.presentation.count * 8, by: 37) {
      var damaged = good
      damaged.presentation[bit / 8] ^= 1 << UInt8(bit % 8)
      #expect(throws: IdentityFault.self, "bit \(bit)") { try verifier.cameraOfSighting(damaged, tile: tile) }
    }
    let other = try #require(Tile(x: tile.x + 1, y: tile.y))
    #expect(throws: IdentityFault.invalid) { try verifier.cameraOfSighting(good, tile: other) }
    var changed = good
    changed.day += 1
    #expect(throws: IdentityFault.invalid) { try verifier.cameraOfSighting(changed, tile: tile) }
    changed = good
    changed.nonce = 1
    #expect(throws: IdentityFault.limitReached) { try verifier.cameraOfSighting(changed, tile: tile) }
    changed = good
    changed.suite = .unspecified
    #expect(throws: IdentityFault.unknownSuite) { try verifier.cameraOfSighting(changed, tile: tile) }
    changed = good
    changed.presentation += [0]
    #expect(throws: IdentityFault.malformed) { try verifier.cameraOfSighting(changed, tile: tile) }
  }

  @Test func `what is kept stays within its limit, and what was used lately stays`() {
    var kept = VerifiedPresentations()
    func key(_ number: Int) -> VerifiedPresentations.Key {
      VerifiedPresentations.Key(presentation: [1], context: [2], nonce: UInt64(number))
    }
    for number in 0..<(3 * VerifiedPresentations.maximumEntries) {
      kept.insert(UInt64(number), for: key(number))
      if number.isMultiple(of: 10_000) { #expect(kept.camera(of: key(0)) == 0) }
    }
    #expect(kept.count <= 2 * VerifiedPresentations.maximumEntries)
    #expect(kept.camera(of: key(0)) == 0)
    #expect(kept.camera(of: key(1)) == nil)
    #expect(kept.camera(of: key(3 * VerifiedPresentations.maximumEntries - 1)) != nil)
  }
}
