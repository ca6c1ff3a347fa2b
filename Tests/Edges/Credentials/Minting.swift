import Testing

@testable import Credentials

@Suite("Minting a credential without the blind protocol") struct Minting {
  private let context = Array("day 20000".utf8)

  /// A camera's tag by the one verification there is.
  private func tag(
    _ credential: Credential, _ key: ServerKey, presentationContext: String, requestContext: [UInt8]? = nil
  ) throws -> PresentationTag {
    var state = PresentationState(
      credential: credential, presentationContext: Array(presentationContext.utf8), limit: 1)
    return try Verifier(key, requestContext: requestContext ?? context).verify(
      state.present().presentation, presentationContext: Array(presentationContext.utf8), nonce: 0, limit: 1)
  }

  @Test func `it verifies as a blindly issued one does, with the same tag for the same secret`() throws {
    var randomness = SeededRandomness(seed: 61)
    let key = try ServerKey.generate(randomness: &randomness)
    // Both draw m1 first.
    var (first, second) = (SeededRandomness(seed: 62), SeededRandomness(seed: 62))
    let blind = try Issuer.issue(key, context, &first)
    let minted = try key.mint(requestContext: context, randomness: &second)
    #expect(blind.serialized != minted.serialized)
    for tile in ["tile 1", "tile 2"] {
      #expect(try tag(blind, key, presentationContext: tile) == tag(minted, key, presentationContext: tile))
    }
    #expect(try tag(minted, key, presentationContext: "tile 1") != tag(minted, key, presentationContext: "tile 2"))
  }

  @Test func `another key or request context refuses it`() throws {
    let (key, other) = (try ServerKey.generate(), try ServerKey.generate())
    let minted = try key.mint(requestContext: context)
    #expect(throws: CredentialError.invalidProof(.presentation)) { try tag(minted, other, presentationContext: "tile") }
    #expect(throws: CredentialError.invalidProof(.presentation)) {
      try tag(minted, key, presentationContext: "tile", requestContext: Array("day 20001".utf8))
    }
  }

  @Test func `each draw is another camera, equal secrets are the same camera under any key`() throws {
    let (key, other) = (try ServerKey.generate(), try ServerKey.generate())
    #expect(
      try tag(key.mint(requestContext: context), key, presentationContext: "tile")
        != tag(key.mint(requestContext: context), key, presentationContext: "tile"))
    let tags = try [key, other].map { key in
      var derived = DerivedRandomness(secret: [1, 2, 3], label: Array("camera".utf8), day: 20_000)
      return try tag(
        key.mint(requestContext: context, randomness: &derived), key, presentationContext: "tile")
    }
    #expect(tags[0] == tags[1])
  }

  @Test func `its presentations are those of the same credential without the shortcuts`() throws {
    var randomness = SeededRandomness(seed: 63)
    let key = try ServerKey.generate(randomness: &randomness)
    let minted = try key.mint(requestContext: context, randomness: &randomness)
    let stored = try Credential(serialized: minted.serialized)
    let presentations = try [minted, stored].map { credential in
      var state = PresentationState(credential: credential, presentationContext: [1], limit: 3)
      var randomness = SeededRandomness(seed: 64)
      return try [state.present(randomness: &randomness), state.present(randomness: &randomness)].map(\.presentation)
    }
    #expect(presentations[0] == presentations[1])
  }
}
