internal import COpenSSL
internal import Ports

/// Key, base nonce and commitment of one message of C2SP chunked encryption, instantiated as Cobblestone-256: HKDF-Expand
/// with SHA-512, AES-256-GCM (https://c2sp.org/chunked-encryption, "Key derivation").
struct ChunkKeys {
  /// SHA-512 makes it Cobblestone-256; the published vectors are older than that name and use SHA-256.
  enum Hash {
    case sha256, sha512

    var byteCount: Int { self == .sha256 ? 32 : 64 }
  }

  static let commitmentByteCount = 32

  let key: SecretBytes
  let baseNonce: [UInt8]
  let commitment: [UInt8]

  init(_ clip: SecretBytes, salt: [UInt8], context: [UInt8], hash: Hash = .sha512) {
    precondition(salt.count == SealedClipLayout.saltByteCount, "a salt has 24 bytes")
    let info = Array("c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM".utf8) + [0] + salt + context
    var material: [UInt8] = []
    var block: [UInt8] = []
    defer { wipe(&material) }
    defer { wipe(&block) }
    let (first, second) = (SecretBytes.byteCount, SecretBytes.byteCount + AuthenticatedCipher.nonceByteCount)
    // RFC 5869, 2.3: T(n) = HMAC(key, T(n − 1) ‖ info ‖ n); 76 bytes need two blocks of SHA-512.
    var count: UInt8 = 1
    while material.count < second + Self.commitmentByteCount {
      block = Self.hmac(clip, block + info + [count], hash)
      material += block
      count += 1
    }
    key = SecretBytes(copying: material[..<first])
    baseNonce = Array(material[first..<second])
    commitment = Array(material[second..<second + Self.commitmentByteCount])
  }

  /// The base nonce XOR the chunk's number, big endian.
  func nonce(of chunk: UInt64) -> [UInt8] {
    var nonce = baseNonce
    for index in 0..<8 { nonce[nonce.count - 1 - index] ^= UInt8(truncatingIfNeeded: chunk >> UInt64(8 * index)) }
    return nonce
  }

  private static func hmac(_ key: SecretBytes, _ message: [UInt8], _ hash: Hash) -> [UInt8] {
    var block = [UInt8](repeating: 0, count: hash.byteCount)
    let function = unsafe hash == .sha256 ? EVP_sha256() : EVP_sha512()
    unsafe key.withMemory { memory in
      let result = unsafe HMAC(
        function, memory, Int32(SecretBytes.byteCount), message, message.count, &block, nil)
      precondition(unsafe result != nil, "HMAC")
    }
    return block
  }
}
