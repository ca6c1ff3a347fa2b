/// What a camera sends to get a credential: its secret and the request context, hidden, with a proof that it knows
/// them.
public struct CredentialRequest {
  /// Octets of a request.
  public static let byteCount = 2 * Element.byteCount + 5 * Scalar.byteCount

  let m1, m2: EncodedElement
  let proof: SchnorrProof

  init(_ bytes: [UInt8], _ workspace: Workspace) throws(CredentialError) {
    var reader = try ByteReader(bytes, .request, elements: 2, scalars: 5)
    m1 = try reader.element(workspace)
    m2 = try reader.element(workspace)
    proof = try reader.proof(responses: 4)
  }

  var statement: LinearStatement { .request(m1: m1, m2: m2) }

  /// The secret number that a request context stands for (the draft's m2).
  static func context(_ requestContext: [UInt8], _ workspace: Workspace) -> Scalar {
    HashToGroup.scalar(requestContext, info: "requestContext", workspace)
  }
}
