import Testing

@testable import Credentials

@Suite("Issuing a credential") struct Issuance {
  @Test func `everything that is kept survives storage`() throws {
    let issuer = try Issuer(seed: 11)
    #expect(try ServerKey(serialized: issuer.key.serialized).publicKey == issuer.key.publicKey)
    #expect(try ServerPublicKey(serialized: issuer.key.publicKey.serialized) == issuer.key.publicKey)
    #expect(issuer.key.publicKey.serialized.count == 99)
    #expect(try Credential(serialized: issuer.credential.serialized).serialized == issuer.credential.serialized)
    let (secrets, _) = try Credential.request(requestContext: [1])
    #expect(try ClientSecrets(serialized: secrets.serialized).serialized == secrets.serialized)
  }

  @Test func `the system's randomness makes different keys and requests`() throws {
    #expect(try ServerKey.generate().serialized != ServerKey.generate().serialized)
    #expect(try Credential.request(requestContext: [1]).request != Credential.request(requestContext: [1]).request)
  }

  @Test func `a flipped bit anywhere in a request is refused`() throws {
    let issuer = try Issuer(seed: 12)
    var randomness = SeededRandomness(seed: 13)
    let (_, request) = try Credential.request(requestContext: [1], randomness: &randomness)
    #expect(request.count == CredentialRequest.byteCount)
    for bit in stride(from: 0, to: request.count * 8, by: 7) {
      var damaged = request
      damaged[bit / 8] ^= 1 << UInt8(bit % 8)
      #expect(throws: CredentialError.self) { try issuer.key.respond(to: damaged) }
    }
  }

  @Test func `a flipped bit anywhere in a response is refused`() throws {
    let issuer = try Issuer(seed: 14)
    let (secrets, request) = try Credential.request(requestContext: [1])
    let response = try issuer.key.respond(to: request)
    #expect(response.count == ServerKey.responseByteCount)
    for bit in stride(from: 0, to: response.count * 8, by: 11) {
      var damaged = response
      damaged[bit / 8] ^= 1 << UInt8(bit % 8)
      #expect(throws: CredentialError.self) {
        try Credential.finalize(secrets, publicKey: issuer.key.publicKey, request: request, response: damaged)
      }
    }
  }

  @Test func `a response made with another key than the published one is refused`() throws {
    let (issuer, other) = (try Issuer(seed: 15), try Issuer(seed: 16))
    let (secrets, request) = try Credential.request(requestContext: [1])
    let response = try other.key.respond(to: request)
    #expect(throws: CredentialError.invalidProof(.response)) {
      try Credential.finalize(secrets, publicKey: issuer.key.publicKey, request: request, response: response)
    }
  }

  @Test func `what is cut short is refused as that`() throws {
    let issuer = try Issuer(seed: 17)
    let (secrets, request) = try Credential.request(requestContext: [1])
    let response = try issuer.key.respond(to: request)
    #expect(response.count == 454)
    #expect(throws: CredentialError.wrongLength(.request, expected: 226, actual: 225)) {
      try issuer.key.respond(to: request.dropLast())
    }
    #expect(throws: CredentialError.wrongLength(.response, expected: 454, actual: 0)) {
      try Credential.finalize(secrets, publicKey: issuer.key.publicKey, request: request, response: [])
    }
    #expect(throws: CredentialError.wrongLength(.serverKey, expected: 128, actual: 3)) {
      try ServerKey(serialized: [1, 2, 3])
    }
    #expect(throws: CredentialError.wrongLength(.serverPublicKey, expected: 99, actual: 98)) {
      try ServerPublicKey(serialized: issuer.key.publicKey.serialized.dropLast())
    }
    #expect(throws: CredentialError.wrongLength(.credential, expected: 131, actual: 132)) {
      try Credential(serialized: issuer.credential.serialized + [0])
    }
  }

  @Test func `a key with a zero in it is refused`() {
    #expect(throws: CredentialError.invalidScalar(.serverKey)) {
      try ServerKey(serialized: [UInt8](repeating: 0, count: ServerKey.byteCount))
    }
  }
}
