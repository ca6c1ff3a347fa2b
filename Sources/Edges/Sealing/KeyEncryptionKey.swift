/// The root under which driver keys are stored (one for each epoch). Kept outside the log and the database: what they
/// hold is worth nothing without it.
public struct KeyEncryptionKey: Sendable {
  public static let byteCount = SecretBytes.byteCount

  let secret: SecretBytes

  public static func generate() throws(SealingError) -> KeyEncryptionKey {
    guard let secret = SecretBytes.random() else { throw .noRandomness(operation: "generate key-encryption key") }
    return KeyEncryptionKey(secret: secret)
  }

  private init(secret: SecretBytes) { self.secret = secret }

  /// 32 uniformly random bytes; copied, so the caller wipes its own.
  public init(bytes: [UInt8]) throws(SealingError) {
    guard bytes.count == Self.byteCount else {
      throw .wrongLength(operation: "read key-encryption key", expected: "\(Self.byteCount)", actual: bytes.count)
    }
    secret = SecretBytes(copying: bytes)
  }

  /// Secret: for the place it is kept in. The caller wipes it.
  public var bytes: [UInt8] { secret.copy }
}
