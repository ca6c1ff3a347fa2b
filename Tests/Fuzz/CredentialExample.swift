@testable internal import Credentials

/// One issuance and one presentation of it, the same in every run, so that seeds on disk stay good.
struct CredentialExample: Sendable {
  static let shared: CredentialExample = {
    guard let example = try? CredentialExample() else { fatalError("the example cannot be made") }
    return example
  }()

  private static let limit: UInt64 = 2

  let key: ServerKey
  let secrets: ClientSecrets
  let request, response, presentation: [UInt8]
  private let nonce: UInt64

  private init() throws(CredentialError) {
    var randomness = DerivedRandomness(secret: [], label: Array("fuzz".utf8), day: 0)
    key = try ServerKey.generate(randomness: &randomness)
    (secrets, request) = try Credential.request(requestContext: [1], randomness: &randomness)
    response = try key.respond(to: request, randomness: &randomness)
    let credential = try Credential.finalize(secrets, publicKey: key.publicKey, request: request, response: response)
    var state = PresentationState(credential: credential, presentationContext: [2], limit: Self.limit)
    (nonce, presentation) = try state.present(randomness: &randomness)
  }

  func verify(_ presentation: [UInt8]) throws(CredentialError) -> PresentationTag {
    try key.verify(presentation, requestContext: [1], presentationContext: [2], nonce: nonce, limit: Self.limit)
  }
}
