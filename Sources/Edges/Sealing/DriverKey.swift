/// The key of one driver's archive. Deleting it and its wrapped copies erases everything sealed with it.
///
/// Never used on a payload itself: each record has a key of its own, derived from this one and the record's
/// coordinates.
public struct DriverKey: Sendable {
  public static let byteCount = SecretBytes.byteCount

  let secret: SecretBytes

  init(secret: SecretBytes) { self.secret = secret }

  public static func generate() throws(SealingError) -> DriverKey {
    guard let secret = SecretBytes.random() else { throw .noRandomness(operation: "generate driver key") }
    return DriverKey(secret: secret)
  }

  /// 32 uniformly random bytes; copied, so the caller wipes its own.
  public init(bytes: [UInt8]) throws(SealingError) {
    guard bytes.count == Self.byteCount else {
      throw .wrongLength(operation: "read driver key", expected: "\(Self.byteCount)", actual: bytes.count)
    }
    secret = SecretBytes(copying: bytes)
  }

  /// Secret: for the driver's own devices. The caller wipes it.
  public var bytes: [UInt8] { secret.copy }
}
