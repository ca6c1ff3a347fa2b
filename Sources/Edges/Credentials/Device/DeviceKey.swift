internal import COpenSSL

/// A camera's signing key for its personal plane: Ed25519 (RFC 8032). Freed with its contents cleared.
@safe public final class DeviceKey: Sendable {
  public static let privateByteCount = 32
  public static let publicByteCount = 32
  public static let signatureByteCount = 64

  // Owned; not changed once made, and OpenSSL counts references to it atomically.
  nonisolated(unsafe) private let key: OpaquePointer
  public let publicKey: [UInt8]

  public static func generate() throws(CredentialError) -> DeviceKey {
    var randomness = SystemRandomness()
    return try generate(randomness: &randomness)
  }

  public static func generate(randomness: inout some RandomSource) throws(CredentialError) -> DeviceKey {
    var seed = try randomness.bytes(privateByteCount)
    defer { wipe(&seed) }
    return try DeviceKey(rawPrivate: seed)
  }

  /// The 32 bytes that RFC 8032 calls the private key (before hashing).
  public init(rawPrivate: [UInt8]) throws(CredentialError) {
    guard rawPrivate.count == Self.privateByteCount else {
      throw .wrongLength(.deviceKey, expected: Self.privateByteCount, actual: rawPrivate.count)
    }
    guard let key = unsafe EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nil, rawPrivate, rawPrivate.count) else {
      preconditionFailure("EVP_PKEY_new_raw_private_key")
    }
    unsafe self.key = key
    publicKey = unsafe [UInt8](unsafeUninitializedCapacity: Self.publicByteCount) { buffer, count in
      count = Self.publicByteCount
      unsafe require(EVP_PKEY_get_raw_public_key(key, buffer.baseAddress, &count), "EVP_PKEY_get_raw_public_key")
    }
  }

  deinit { unsafe EVP_PKEY_free(key) }

  /// Secret.
  public var rawPrivate: [UInt8] {
    unsafe [UInt8](unsafeUninitializedCapacity: Self.privateByteCount) { buffer, count in
      count = Self.privateByteCount
      unsafe require(EVP_PKEY_get_raw_private_key(key, buffer.baseAddress, &count), "EVP_PKEY_get_raw_private_key")
    }
  }

  /// 64 bytes, the same for the same message.
  public func sign(_ message: [UInt8]) -> [UInt8] {
    let context = SigningContext()
    unsafe require(EVP_DigestSignInit(context.context, nil, nil, nil, key), "EVP_DigestSignInit")
    return unsafe [UInt8](unsafeUninitializedCapacity: Self.signatureByteCount) { buffer, count in
      count = Self.signatureByteCount
      unsafe require(
        EVP_DigestSign(context.context, buffer.baseAddress, &count, message, message.count), "EVP_DigestSign")
    }
  }

  /// false for anything but this key's signature of this message, also for what is no key or no signature at all.
  public static func verify(signature: [UInt8], message: [UInt8], publicKey: [UInt8]) -> Bool {
    guard signature.count == signatureByteCount, publicKey.count == publicByteCount,
      let key = unsafe EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nil, publicKey, publicKey.count)
    else { return false }
    defer { unsafe EVP_PKEY_free(key) }
    defer { ERR_clear_error() }
    let context = SigningContext()
    unsafe require(EVP_DigestVerifyInit(context.context, nil, nil, nil, key), "EVP_DigestVerifyInit")
    return unsafe EVP_DigestVerify(context.context, signature, signature.count, message, message.count) == 1
  }
}
