import Testing

@testable import Credentials

@Suite("Presenting a credential") struct Presenting {
  @Test func `one camera has one tag in a context, whenever it presents`() throws {
    let issuer = try Issuer(seed: 21)
    let verifier = Verifier(issuer.key, requestContext: issuer.requestContext)
    func tag(_ context: String, seed: UInt64) throws -> PresentationTag {
      try verifier.verify(
        issuer.presentation(context, seed: seed), presentationContext: Array(context.utf8), nonce: 0, limit: 1)
    }
    #expect(try issuer.presentation("tile 1", seed: 1) != issuer.presentation("tile 1", seed: 2))
    #expect(try tag("tile 1", seed: 1) == tag("tile 1", seed: 2))
    #expect(try tag("tile 1", seed: 1) != tag("tile 2", seed: 1))
    #expect(try tag("tile 1", seed: 1).bytes.count == PresentationTag.byteCount)
  }

  @Test func `two cameras have two tags in a context`() throws {
    let issuer = try Issuer(seed: 22)
    var randomness = SeededRandomness(seed: 23)
    let second = try Issuer.issue(issuer.key, issuer.requestContext, &randomness)
    let tags = try [issuer.credential, second].map { credential in
      var state = PresentationState(credential: credential, presentationContext: [7], limit: 1)
      return try issuer.key.verify(
        state.present().presentation, requestContext: issuer.requestContext, presentationContext: [7], nonce: 0,
        limit: 1)
    }
    #expect(tags[0] != tags[1])
  }

  @Test func `a limit of 1 gives nonce 0, then no more`() throws {
    let issuer = try Issuer(seed: 24)
    var state = PresentationState(credential: issuer.credential, presentationContext: [1], limit: 1)
    #expect(try state.present().nonce == 0)
    #expect(state.remaining == 0)
    #expect(throws: CredentialError.limitReached(limit: 1)) { try state.present() }
    #expect(throws: CredentialError.limitReached(limit: 1)) { try state.present() }
  }

  @Test func `a larger limit gives each nonce once, in no order, each with its own tag`() throws {
    let issuer = try Issuer(seed: 25)
    let limit: UInt64 = 12
    let verifier = Verifier(issuer.key, requestContext: issuer.requestContext)
    var randomness = SeededRandomness(seed: 26)
    var state = PresentationState(credential: issuer.credential, presentationContext: [1], limit: limit)
    var nonces: [UInt64] = []
    var tags: Set<PresentationTag> = []
    while state.remaining > 0 {
      let (nonce, presentation) = try state.present(randomness: &randomness)
      nonces.append(nonce)
      tags.insert(try verifier.verify(presentation, presentationContext: [1], nonce: nonce, limit: limit))
      for other in [nonce == 0 ? 1 : nonce - 1, nonce + 1] where other < limit {
        #expect(throws: CredentialError.invalidProof(.presentation)) {
          try verifier.verify(presentation, presentationContext: [1], nonce: other, limit: limit)
        }
      }
    }
    #expect(nonces.sorted() == Array(0..<limit))
    #expect(nonces != nonces.sorted())
    #expect(tags.count == Int(limit))
    #expect(throws: CredentialError.limitReached(limit: limit)) { try state.present() }
  }

  @Test func `every nonce is drawn as often as another`() throws {
    let issuer = try Issuer(seed: 27)
    var randomness = SeededRandomness(seed: 28)
    let fresh = PresentationState(
      credential: issuer.credential, presentationContext: [1], limit: 6, spentNonces: [1, 4, 4, 99])
    #expect(fresh.spentNonces == [1, 4])
    var counts: [UInt64: Int] = [:]
    for _ in 0..<4000 {
      var state = fresh
      counts[try state.takeNonce(&randomness), default: 0] += 1
      #expect(state.spentNonces.count == 3 && state.spentNonces == state.spentNonces.sorted())
    }
    #expect(counts.keys.sorted() == [0, 2, 3, 5])
    // 1,000 each; five standard deviations are 137.
    #expect(counts.values.allSatisfy { abs($0 - 1000) < 137 })
  }

  @Test func `a stored state goes on where it was`() throws {
    let issuer = try Issuer(seed: 29)
    var state = PresentationState(credential: issuer.credential, presentationContext: [1], limit: 3)
    let first = try state.present().nonce
    var restored = PresentationState(
      credential: try Credential(serialized: issuer.credential.serialized), presentationContext: [1], limit: 3,
      spentNonces: state.spentNonces)
    let others = [try restored.present().nonce, try restored.present().nonce]
    #expect(Set([first] + others) == [0, 1, 2])
  }

  @Test func `tables change the time, not the bytes`() throws {
    let issuer = try Issuer(seed: 30)
    let plain = PresentationState(credential: issuer.credential, presentationContext: [1], limit: 5)
    let halfway = PresentationState(
      credential: issuer.credential.preparedForManyPresentations(), presentationContext: [1], limit: 5)
    let presentations = try [plain, halfway, plain.preparedForManyPresentations()].map { state in
      var (state, randomness) = (state, SeededRandomness(seed: 31))
      return try [state.present(randomness: &randomness), state.present(randomness: &randomness)].map(\.presentation)
    }
    #expect(presentations[0] == presentations[1] && presentations[0] == presentations[2])
    #expect(presentations[0][0] != presentations[0][1])
  }
}
