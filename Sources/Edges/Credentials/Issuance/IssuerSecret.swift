/// What an issuer keeps: 32 bytes, from which the key pair of each day follows.
///
/// A key a day, because the scheme cannot see which day a hidden request is for: under one key for all days a camera
/// that asks thirty times could spend all thirty credentials on one day. All cameras are given the same public key of
/// the day.
public struct IssuerSecret: Sendable {
  public static let byteCount = 32

  private let bytes: [UInt8]

  /// Nil unless there are 32 bytes.
  public init?(bytes: [UInt8]) {
    guard bytes.count == Self.byteCount else { return nil }
    self.bytes = bytes
  }

  public static func generate() throws(CredentialError) -> IssuerSecret {
    var randomness = SystemRandomness()
    guard let secret = IssuerSecret(bytes: try randomness.bytes(byteCount)) else { throw .noRandomness }
    return secret
  }

  /// Secret: whoever has it can mint cameras.
  public var serialized: [UInt8] { bytes }

  /// The key pair of a day.
  public func serverKey(day: Int32) throws(CredentialError) -> ServerKey {
    var stream = DerivedRandomness(secret: bytes, label: Array("swerve issuer key 1".utf8), day: day)
    return try ServerKey.generate(randomness: &stream)
  }
}
