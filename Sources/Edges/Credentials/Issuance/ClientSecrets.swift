/// What a camera keeps between request and response.
public struct ClientSecrets: Sendable {
  public static let byteCount = 4 * Scalar.byteCount

  let m1, m2, r1, r2: Scalar

  init(m1: Scalar, m2: Scalar, r1: Scalar, r2: Scalar) {
    (self.m1, self.m2, self.r1, self.r2) = (m1, m2, r1, r2)
  }

  public init(serialized: [UInt8]) throws(CredentialError) {
    var reader = try ByteReader(serialized, .clientSecrets, elements: 0, scalars: 4)
    m1 = try reader.secret()
    m2 = try reader.secret()
    r1 = try reader.secret()
    r2 = try reader.secret()
  }

  /// Secret: m1 ‖ m2 ‖ r1 ‖ r2, each 32 bytes, big endian.
  public var serialized: [UInt8] { m1.bytes + m2.bytes + r1.bytes + r2.bytes }
}
