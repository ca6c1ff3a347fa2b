/// The key of one clip's object. Kept only wrapped by its driver's key, so that deleting that key erases the clip.
public struct ClipKey: Sendable {
  public static let byteCount = SecretBytes.byteCount
  /// Octets of a wrapped key.
  public static let wrappedByteCount = byteCount + SealedBytes.overhead
  /// Longest name of a clip.
  public static let maximumNameByteCount = 1024

  let secret: SecretBytes

  public static func generate() throws(SealingError) -> ClipKey {
    guard let secret = SecretBytes.random() else { throw .noRandomness(operation: "generate clip key") }
    return ClipKey(secret: secret)
  }

  private init(secret: SecretBytes) { self.secret = secret }

  /// 32 uniformly random bytes; copied, so the caller wipes its own.
  public init(bytes: [UInt8]) throws(SealingError) {
    guard bytes.count == Self.byteCount else {
      throw .wrongLength(operation: "read clip key", expected: "\(Self.byteCount)", actual: bytes.count)
    }
    secret = SecretBytes(copying: bytes)
  }

  /// The key in a form to store, bound to its clip: beside another clip it does not open. A key for each clip, as with
  /// records: no number of clips brings a nonce near to repeating.
  public func wrapped(by driver: DriverKey, clip: [UInt8]) throws(SealingError) -> [UInt8] {
    let operation = "wrap clip key"
    let label = try Self.label(clip, operation)
    var bytes = secret.copy
    defer { wipe(&bytes) }
    return try SealedBytes.seal(
      bytes, key: KeyDerivation.expand(driver.secret, info: label), associatedData: label, operation: operation)
  }

  public init(unwrapping wrapped: [UInt8], by driver: DriverKey, clip: [UInt8]) throws(SealingError) {
    let operation = "unwrap clip key"
    guard wrapped.count == Self.wrappedByteCount else {
      throw .wrongLength(operation: operation, expected: "\(Self.wrappedByteCount)", actual: wrapped.count)
    }
    let label = try Self.label(clip, operation)
    var bytes = try SealedBytes.open(
      wrapped, key: KeyDerivation.expand(driver.secret, info: label), associatedData: label, operation: operation)
    defer { wipe(&bytes) }
    self.init(secret: SecretBytes(copying: bytes))
  }

  private static func label(_ clip: [UInt8], _ operation: String) throws(SealingError) -> [UInt8] {
    guard clip.count <= maximumNameByteCount else {
      throw .wrongLength(operation: operation, expected: "at most \(maximumNameByteCount)", actual: clip.count)
    }
    return Array("swerve clip key 1".utf8) + clip
  }
}
