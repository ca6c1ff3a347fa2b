@testable import Credentials

/// An issuer and a camera with its credential, the same for the same seed.
struct Issuer {
  let key: ServerKey
  let requestContext: [UInt8]
  let credential: Credential

  init(seed: UInt64, requestContext: String = "day 20000") throws {
    var randomness = SeededRandomness(seed: seed)
    key = try ServerKey.generate(randomness: &randomness)
    self.requestContext = Array(requestContext.utf8)
    credential = try Self.issue(key, self.requestContext, &randomness)
  }

  static func issue(
    _ key: ServerKey, _ requestContext: [UInt8], _ randomness: inout SeededRandomness
  ) throws -> Credential {
    let (secrets, request) = try Credential.request(requestContext: requestContext, randomness: &randomness)
    let response = try key.respond(to: request, randomness: &randomness)
    return try Credential.finalize(secrets, publicKey: key.publicKey, request: request, response: response)
  }

  /// A presentation with nonce 0 and limit 1.
  func presentation(_ context: String, seed: UInt64 = 1) throws -> [UInt8] {
    var randomness = SeededRandomness(seed: seed)
    var state = PresentationState(credential: credential, presentationContext: Array(context.utf8), limit: 1)
    return try state.present(randomness: &randomness).presentation
  }
}
