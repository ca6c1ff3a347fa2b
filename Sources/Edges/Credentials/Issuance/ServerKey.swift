/// The issuer's secret: it issues credentials and checks presentations.
///
/// A request hides which request context it is for, so one who asks on many days can ask each time for the same day and
/// hold many credentials on it. A key for each day prevents that: a credential is worth nothing under another key.
public struct ServerKey: Sendable {
  /// Octets of `serialized`.
  public static let byteCount = 4 * Scalar.byteCount

  let x0, x1, x2, x0Blinding: Scalar
  public let publicKey: ServerPublicKey

  public static func generate() throws(CredentialError) -> ServerKey {
    var randomness = SystemRandomness()
    return try generate(randomness: &randomness)
  }

  public static func generate(randomness: inout some RandomSource) throws(CredentialError) -> ServerKey {
    try ServerKey(
      x0: Scalar.random(&randomness), x1: Scalar.random(&randomness), x2: Scalar.random(&randomness),
      x0Blinding: Scalar.random(&randomness))
  }

  /// x0 ‖ x1 ‖ x2 ‖ x0Blinding, each 32 bytes, big endian. The draft leaves the secret key's form open.
  public init(serialized: [UInt8]) throws(CredentialError) {
    var reader = try ByteReader(serialized, .serverKey, elements: 0, scalars: 4)
    try self.init(
      x0: reader.secret(), x1: reader.secret(), x2: reader.secret(), x0Blinding: reader.secret())
  }

  private init(x0: Scalar, x1: Scalar, x2: Scalar, x0Blinding: Scalar) throws(CredentialError) {
    let workspace = Workspace()
    let points = [
      FixedBase.g.times(x0, workspace).plus(FixedBase.h.times(x0Blinding, workspace), workspace),
      FixedBase.h.times(x1, workspace), FixedBase.h.times(x2, workspace),
    ]
    guard let elements = EncodedElement.encode(points, workspace) else { throw .invalidScalar(.serverKey) }
    (self.x0, self.x1, self.x2, self.x0Blinding) = (x0, x1, x2, x0Blinding)
    publicKey = ServerPublicKey(elements: elements)
  }

  /// Secret: the holder keeps it sealed and wipes it.
  public var serialized: [UInt8] { x0.bytes + x1.bytes + x2.bytes + x0Blinding.bytes }
}
