extension DriverKey {
  /// Octets of a wrapped key.
  public static let wrappedByteCount = byteCount + SealedBytes.overhead
  /// Longest owner id.
  public static let maximumOwnerByteCount = 1024

  /// The key in a form to store, bound to its owner (the account's id): put in another account's row it does not open,
  /// which the key wrap of RFC 3394 would let pass. Nonces are random: 2³² wraps under one root keep a collision's
  /// probability below 2⁻³² (NIST SP 800-38D, 8.3).
  public func wrapped(under root: KeyEncryptionKey, owner: [UInt8]) throws(SealingError) -> [UInt8] {
    let operation = "wrap driver key"
    let label = try Self.label(owner, operation)
    var bytes = secret.copy
    defer { wipe(&bytes) }
    return try SealedBytes.seal(bytes, key: root.secret, associatedData: label, operation: operation)
  }

  public init(unwrapping wrapped: [UInt8], under root: KeyEncryptionKey, owner: [UInt8]) throws(SealingError) {
    let operation = "unwrap driver key"
    guard wrapped.count == Self.wrappedByteCount else {
      throw .wrongLength(operation: operation, expected: "\(Self.wrappedByteCount)", actual: wrapped.count)
    }
    let label = try Self.label(owner, operation)
    var bytes = try SealedBytes.open(wrapped, key: root.secret, associatedData: label, operation: operation)
    defer { wipe(&bytes) }
    self.init(secret: SecretBytes(copying: bytes))
  }

  private static func label(_ owner: [UInt8], _ operation: String) throws(SealingError) -> [UInt8] {
    guard owner.count <= maximumOwnerByteCount else {
      throw .wrongLength(operation: operation, expected: "at most \(maximumOwnerByteCount)", actual: owner.count)
    }
    return Array("swerve driver key 1".utf8) + owner
  }
}
