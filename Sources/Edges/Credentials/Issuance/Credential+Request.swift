extension Credential {
  /// Asks for a credential for a request context, which both sides know (the draft's CredentialRequest).
  public static func request(
    requestContext: [UInt8]
  ) throws(CredentialError) -> (secrets: ClientSecrets, request: [UInt8]) {
    var randomness = SystemRandomness()
    return try request(requestContext: requestContext, randomness: &randomness)
  }

  public static func request(
    requestContext: [UInt8], randomness: inout some RandomSource
  ) throws(CredentialError) -> (secrets: ClientSecrets, request: [UInt8]) {
    let workspace = Workspace()
    let m1 = try Scalar.random(&randomness)
    let m2 = CredentialRequest.context(requestContext, workspace)
    let r1 = try Scalar.random(&randomness)
    let r2 = try Scalar.random(&randomness)
    let points = [
      FixedBase.g.times(m1, workspace).plus(FixedBase.h.times(r1, workspace), workspace),
      FixedBase.g.times(m2, workspace).plus(FixedBase.h.times(r2, workspace), workspace),
    ]
    guard let hidden = EncodedElement.encode(points, workspace),
      let proof = try LinearStatement.request(m1: hidden[0], m2: hidden[1])
        .prove([m1, m2, r1, r2], &randomness, workspace)
    else { throw .noRandomness }
    return (ClientSecrets(m1: m1, m2: m2, r1: r1, r2: r2), hidden.flatMap(\.bytes) + proof.bytes)
  }

  /// Makes the credential of the issuer's response, after checking that it was made with the published key and no
  /// other (the draft's FinalizeCredential). `request` is the request that belongs to the secrets.
  public static func finalize(
    _ secrets: ClientSecrets, publicKey: ServerPublicKey, request: [UInt8], response: [UInt8]
  ) throws(CredentialError) -> Credential {
    let workspace = Workspace()
    let request = try CredentialRequest(request, workspace)
    var reader = try ByteReader(response, .response, elements: 6, scalars: 8)
    var points: [EncodedElement] = []
    for _ in 0..<6 { points.append(try reader.element(workspace)) }
    let proof = try reader.proof(responses: 7)
    let statement = LinearStatement.response(
      m1: request.m1, m2: request.m2, key: publicKey.elements, response: points)
    guard statement.holds(proof, workspace) else { throw .invalidProof(.response) }

    let (encrypted, aux0, aux1, aux2) = (points[1], points[2], points[3], points[4])
    let blinding = Element.sum(secrets.r1, aux1.element, secrets.r2, aux2.element, workspace)
    let mac = encrypted.element.minus(aux0.element, workspace).minus(blinding, workspace)
    guard let bytes = mac.compressed(workspace) else { throw .invalidElement(.response) }
    return Credential(
      m1: secrets.m1, u: points[0], uPrime: EncodedElement(element: mac, bytes: bytes), x1: publicKey.elements[1])
  }
}
