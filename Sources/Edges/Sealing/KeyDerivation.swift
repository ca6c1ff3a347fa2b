internal import COpenSSL

/// HKDF-Expand with SHA-256 (RFC 5869, 2.3), one block. Without the extraction before it, which RFC 5869, 3.3 allows
/// where the key is uniformly random, as ours are.
enum KeyDerivation {
  static func expand(_ key: SecretBytes, info: [UInt8]) -> SecretBytes {
    let message = info + [1]
    var block = [UInt8](repeating: 0, count: SecretBytes.byteCount)
    defer { wipe(&block) }
    unsafe key.withMemory { memory in
      let result = unsafe HMAC(
        EVP_sha256(), memory, Int32(SecretBytes.byteCount), message, message.count, &block, nil)
      precondition(unsafe result != nil, "HMAC")
    }
    return SecretBytes(copying: block)
  }
}
