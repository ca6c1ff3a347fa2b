internal import COpenSSL

/// SHA-256 (FIPS 180-4) and HMAC with it (RFC 2104) of whole messages.
public enum Digest {
  public static let byteCount = 32

  public static func sha256(_ message: [UInt8]) -> [UInt8] {
    unsafe [UInt8](unsafeUninitializedCapacity: byteCount) { buffer, count in
      unsafe precondition(SHA256(message, message.count, buffer.baseAddress) != nil, "SHA256")
      count = byteCount
    }
  }

  public static func hmacSHA256(key: [UInt8], message: [UInt8]) -> [UInt8] {
    precondition(key.count <= Int(Int32.max))
    return unsafe [UInt8](unsafeUninitializedCapacity: byteCount) { buffer, count in
      let result = unsafe HMAC(
        EVP_sha256(), key, Int32(key.count), message, message.count, buffer.baseAddress, nil)
      unsafe precondition(result != nil, "HMAC")
      count = byteCount
    }
  }
}
