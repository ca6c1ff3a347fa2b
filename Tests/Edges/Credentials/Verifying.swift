import Testing

@testable import Credentials

@Suite("Verifying a presentation") struct Verifying {
  private let issuer: Issuer
  private let verifier: Verifier
  private let context = Array("sighting".utf8)
  private let presentation: [UInt8]

  init() throws {
    issuer = try Issuer(seed: 41)
    verifier = Verifier(issuer.key, requestContext: issuer.requestContext)
    presentation = try issuer.presentation("sighting")
  }

  private func verify(_ presentation: [UInt8], nonce: UInt64 = 0, limit: UInt64 = 1) throws(CredentialError)
    -> PresentationTag
  {
    try verifier.verify(presentation, presentationContext: context, nonce: nonce, limit: limit)
  }

  @Test func `a good one gives its tag`() throws {
    #expect(presentation.count == 292 && PresentationState.presentationByteCount == 292)
    #expect(try verify(presentation).bytes == Array(presentation[99..<132]))
    #expect(try verify(presentation) == verify(presentation))
  }

  /// All 2,336, since one that passed would be a forgery: three seconds in a debug build.
  @Test func `a flipped bit anywhere is refused`() throws {
    for bit in 0..<presentation.count * 8 {
      var damaged = presentation
      damaged[bit / 8] ^= 1 << UInt8(bit % 8)
      #expect(throws: CredentialError.self, "bit \(bit)") { try verify(damaged) }
    }
    #expect(throws: Never.self) { try verify(presentation) }
  }

  @Test func `a nonce that is not below the limit is refused`() {
    #expect(throws: CredentialError.nonceOutOfRange(nonce: 1, limit: 1)) { try verify(presentation, nonce: 1) }
    #expect(throws: CredentialError.nonceOutOfRange(nonce: .max, limit: .max)) {
      try verify(presentation, nonce: UInt64.max, limit: UInt64.max)
    }
    #expect(throws: CredentialError.nonceOutOfRange(nonce: 0, limit: 0)) { try verify(presentation, limit: 0) }
  }

  @Test func `another nonce below the limit is refused`() {
    for nonce in [1, 2, 1 << 40, .max - 1] as [UInt64] {
      #expect(throws: CredentialError.invalidProof(.presentation)) {
        try verify(presentation, nonce: nonce, limit: UInt64.max)
      }
    }
  }

  @Test func `another key, request context or presentation context is refused`() throws {
    let other = try Issuer(seed: 42)
    #expect(throws: CredentialError.invalidProof(.presentation)) {
      try other.key.verify(
        presentation, requestContext: issuer.requestContext, presentationContext: context, nonce: 0, limit: 1)
    }
    #expect(throws: CredentialError.invalidProof(.presentation)) {
      try issuer.key.verify(
        presentation, requestContext: Array("day 20001".utf8), presentationContext: context, nonce: 0, limit: 1)
    }
    #expect(throws: CredentialError.invalidProof(.presentation)) {
      try issuer.key.verify(
        presentation, requestContext: issuer.requestContext, presentationContext: context + [0], nonce: 0, limit: 1)
    }
  }

  @Test func `every other length is refused as that`() {
    for length in [0, 1, 33, 132, 291] {
      #expect(throws: CredentialError.wrongLength(.presentation, expected: 292, actual: length)) {
        try verify(Array(presentation.prefix(length)))
      }
    }
    #expect(throws: CredentialError.wrongLength(.presentation, expected: 292, actual: 293)) {
      try verify(presentation + [0])
    }
  }

  @Test func `an identity or a point in another form is refused`() {
    for place in 0..<4 {
      for form in [0, 4] as [UInt8] {
        var damaged = presentation
        damaged.replaceSubrange(place * 33..<(place + 1) * 33, with: [form] + [UInt8](repeating: 0, count: 32))
        #expect(throws: CredentialError.invalidElement(.presentation)) { try verify(damaged) }
      }
    }
  }

  @Test func `a scalar written a second way is refused`() throws {
    let order = bytes("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551")
    for place in 0..<5 {
      let start = 132 + place * 32
      var damaged = presentation
      damaged.replaceSubrange(start..<start + 32, with: order)
      #expect(throws: CredentialError.invalidScalar(.presentation)) { try verify(damaged) }
    }
  }

  @Test(arguments: 1...6 as ClosedRange<UInt64>)
  func `garbage is refused and nothing stops`(seed: UInt64) throws {
    var random = SeededRandomness(seed: seed)
    for _ in 0..<60 {
      let length = random.next() % 3 == 0 ? Int(random.next() % 400) : 292
      var garbage = try random.bytes(length)
      if length == 292, random.next() % 2 == 0 {
        // Points that decode, so that what follows is reached.
        garbage.replaceSubrange(0..<132, with: presentation[0..<132])
      }
      #expect(throws: CredentialError.self) { try verify(garbage, nonce: random.next() % 5, limit: 5) }
    }
  }

  /// The points of all contexts but the last are dropped when the table is full; the answers stay.
  @Test func `more contexts than the verifier keeps do not confuse it`() throws {
    for number in 0...Verifier.maximumContexts {
      #expect(throws: CredentialError.invalidProof(.presentation)) {
        try verifier.verify(
          presentation, presentationContext: [UInt8(number & 255), UInt8(number >> 8)], nonce: 0, limit: 1)
      }
    }
    #expect(throws: Never.self) { try verify(presentation) }
  }

  /// What a key holds is shared by all threads, what a verifier holds by none.
  @Test func `eight tasks verify at once with one key`() async throws {
    let (key, requestContext, context, presentation) = (issuer.key, issuer.requestContext, context, presentation)
    let tags = try await withThrowingTaskGroup(of: Set<PresentationTag>.self) { group in
      for _ in 0..<8 {
        group.addTask { @concurrent in
          let verifier = Verifier(key, requestContext: requestContext)
          return try Set(
            (0..<20).map { _ in
              try verifier.verify(presentation, presentationContext: context, nonce: 0, limit: 1)
            })
        }
      }
      return try await group.reduce(into: Set<PresentationTag>()) { $0.formUnion($1) }
    }
    #expect(tags == [try verify(presentation)])
  }

  @Test func `each error says what to do`() {
    let errors: [CredentialError] = [
      .wrongLength(.presentation, expected: 292, actual: 3), .invalidElement(.request), .invalidScalar(.response),
      .invalidProof(.presentation), .nonceOutOfRange(nonce: 2, limit: 1), .limitReached(limit: 1), .noRandomness,
    ]
    for error in errors { #expect(error.description.contains(":") && error.description.count > 30) }
    #expect(errors[0].description.contains("3 bytes instead of 292"))
  }
}
