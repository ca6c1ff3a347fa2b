import Testing

@testable import Credentials

@Suite("The vectors of draft-yun-cfrg-arc-01", .enabled(if: SharedVectors.arePresent, "\(SharedVectors.reason)"))
struct DraftVectors {
  let sections: [String: [String: [UInt8]]]

  init() throws {
    sections = try SharedVectors.arc().mapValues { $0.mapValues { bytes($0.count % 2 == 0 ? $0 : "00") } }
  }

  func value(_ section: String, _ field: String) throws -> [UInt8] {
    try #require(sections[section]?[field])
  }

  func blindings(_ section: String, _ count: Int) throws -> [[UInt8]] {
    try (0..<count).map { try value(section, "Blinding_\($0)") }
  }

  func serverKey() throws -> ServerKey {
    try ServerKey(serialized: ["x0", "x1", "x2", "xb"].flatMap { try value("ServerKey", $0) })
  }

  func request() throws -> (secrets: ClientSecrets, request: [UInt8]) {
    let section = "CredentialRequest"
    let own = try ["m1", "r1", "r2"].map { try value(section, $0) }
    var randomness = ScriptedRandomness(draws: try own + blindings(section, 4))
    return try Credential.request(
      requestContext: value(section, "request_context"), randomness: &randomness)
  }

  func response() throws -> [UInt8] {
    var randomness = ScriptedRandomness(
      draws: try [value("CredentialResponse", "b")] + blindings("CredentialResponse", 7))
    return try serverKey().respond(to: request().request, randomness: &randomness)
  }

  @Test func `the public key comes of the secret one`() throws {
    #expect(try serverKey().publicKey.serialized == ["X0", "X1", "X2"].flatMap { try value("ServerKey", $0) })
  }

  @Test func `a request has the draft's bytes`() throws {
    let section = "CredentialRequest"
    let (secrets, request) = try request()
    #expect(try request == ["m1_enc", "m2_enc", "proof"].flatMap { try value(section, $0) })
    #expect(try secrets.serialized == ["m1", "m2", "r1", "r2"].flatMap { try value(section, $0) })
  }

  @Test func `a response has the draft's bytes`() throws {
    let fields = ["U", "enc_U_prime", "X0_aux", "X1_aux", "X2_aux", "H_aux", "proof"]
    #expect(try response() == fields.flatMap { try value("CredentialResponse", $0) })
  }

  @Test func `a credential has the draft's bytes`() throws {
    let (secrets, request) = try request()
    let credential = try Credential.finalize(
      secrets, publicKey: serverKey().publicKey, request: request, response: response())
    #expect(try credential.serialized == ["m1", "U", "U_prime", "X1"].flatMap { try value("Credential", $0) })
  }

  @Test(arguments: [false, true])
  func `two presentations of limit 2 have the draft's bytes and verify`(prepared: Bool) throws {
    let stored = try Credential(serialized: ["m1", "U", "U_prime", "X1"].flatMap { try value("Credential", $0) })
    let context = try value("Presentation1", "presentation_context")
    var state = PresentationState(
      credential: stored, presentationContext: context, limit: 2)
    if prepared { state = state.preparedForManyPresentations() }
    for (nonce, section) in ["Presentation1", "Presentation2"].enumerated() {
      let own = try ["a", "r", "z"].map { try value(section, $0) }
      let choice: [[UInt8]] = nonce == 0 ? [[UInt8](repeating: 0, count: 8)] : []
      var randomness = ScriptedRandomness(draws: try own + choice + blindings(section, 4))
      let (drawn, presentation) = try state.present(randomness: &randomness)
      #expect(drawn == UInt64(nonce))
      let fields = ["U", "U_prime_commit", "m1_commit", "tag", "proof"]
      #expect(try presentation == fields.flatMap { try value(section, $0) })
      let tag = try serverKey().verify(
        presentation, requestContext: value("CredentialRequest", "request_context"), presentationContext: context,
        nonce: drawn, limit: 2)
      #expect(try tag.bytes == value(section, "tag"))
    }
    #expect(throws: CredentialError.limitReached(limit: 2)) { try state.present() }
  }
}
