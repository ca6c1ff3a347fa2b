/// Takes elements and scalars from the front of bytes whose length has been checked.
struct ByteReader {
  private var rest: ArraySlice<UInt8>
  private let subject: CredentialError.Subject

  init(
    _ bytes: [UInt8], _ subject: CredentialError.Subject, elements: Int, scalars: Int
  ) throws(CredentialError) {
    let expected = elements * Element.byteCount + scalars * Scalar.byteCount
    guard bytes.count == expected else {
      throw .wrongLength(subject, expected: expected, actual: bytes.count)
    }
    rest = bytes[...]
    self.subject = subject
  }

  /// A point that is not the identity, and its encoding.
  mutating func element(_ workspace: Workspace) throws(CredentialError) -> EncodedElement {
    let bytes = rest.prefix(Element.byteCount)
    rest = rest.dropFirst(Element.byteCount)
    guard let element = Element(compressed: bytes, workspace) else { throw .invalidElement(subject) }
    return EncodedElement(element: element, bytes: Array(bytes))
  }

  mutating func scalar() throws(CredentialError) -> Scalar {
    let bytes = rest.prefix(Scalar.byteCount)
    rest = rest.dropFirst(Scalar.byteCount)
    guard let scalar = Scalar(canonical: bytes) else { throw .invalidScalar(subject) }
    return scalar
  }

  /// A secret scalar: not zero either.
  mutating func secret() throws(CredentialError) -> Scalar {
    let scalar = try scalar()
    guard !scalar.isZero else { throw .invalidScalar(subject) }
    return scalar
  }

  mutating func proof(responses: Int) throws(CredentialError) -> SchnorrProof {
    let challenge = try scalar()
    var read: [Scalar] = []
    for _ in 0..<responses { read.append(try scalar()) }
    return SchnorrProof(challenge: challenge, responses: read)
  }
}
