extension ServerKey {
  /// Octets of a response.
  public static let responseByteCount = 6 * Element.byteCount + 8 * Scalar.byteCount

  /// Issues a credential, blind, to whoever sent the request (the draft's CredentialResponse). Who may ask, and how
  /// often, the caller decides before. 0.9 ms.
  public func respond(to request: [UInt8]) throws(CredentialError) -> [UInt8] {
    var randomness = SystemRandomness()
    return try respond(to: request, randomness: &randomness)
  }

  public func respond(
    to request: [UInt8], randomness: inout some RandomSource
  ) throws(CredentialError) -> [UInt8] {
    let workspace = Workspace()
    let request = try CredentialRequest(request, workspace)
    guard request.statement.holds(request.proof, workspace) else { throw .invalidProof(.request) }

    let b = try Scalar.random(&randomness)
    let key = publicKey.elements
    let sum = Element.sum(x1, request.m1.element, x2, request.m2.element, workspace)
    let points = [
      FixedBase.g.times(b, workspace),
      key[0].element.plus(sum, workspace).times(b, workspace),
      FixedBase.h.times(b.times(x0Blinding, workspace), workspace),
      key[1].element.times(b, workspace),
      key[2].element.times(b, workspace),
      FixedBase.h.times(b, workspace),
    ]
    guard let response = EncodedElement.encode(points, workspace) else { throw .invalidElement(.request) }
    let statement = LinearStatement.response(m1: request.m1, m2: request.m2, key: key, response: response)
    let secrets = [x0, x1, x2, x0Blinding, b, b.times(x1, workspace), b.times(x2, workspace)]
    guard let proof = try statement.prove(secrets, &randomness, workspace) else { throw .noRandomness }
    return response.flatMap(\.bytes) + proof.bytes
  }
}
