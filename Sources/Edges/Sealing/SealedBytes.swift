internal import COpenSSL

/// What sealed bytes look like: format (1) ‖ nonce (12) ‖ ciphertext ‖ tag (16).
enum SealedBytes {
  static let format: UInt8 = 1
  /// Bytes that sealing adds.
  static let overhead = 1 + AuthenticatedCipher.nonceByteCount + AuthenticatedCipher.tagByteCount

  static func seal(
    _ plaintext: [UInt8], key: SecretBytes, associatedData: [UInt8], operation: String
  ) throws(SealingError) -> [UInt8] {
    var nonce = [UInt8](repeating: 0, count: AuthenticatedCipher.nonceByteCount)
    guard unsafe RAND_bytes(&nonce, Int32(nonce.count)) == 1 else {
      ERR_clear_error()
      throw .noRandomness(operation: operation)
    }
    return [format] + nonce
      + AuthenticatedCipher.encrypt(plaintext, key: key, nonce: nonce, associatedData: [format] + associatedData)
  }

  static func open(
    _ sealed: [UInt8], key: SecretBytes, associatedData: [UInt8], operation: String
  ) throws(SealingError) -> [UInt8] {
    guard let format = sealed.first, sealed.count >= overhead else {
      throw .wrongLength(operation: operation, expected: "\(overhead) or more", actual: sealed.count)
    }
    guard format == Self.format else { throw .unknownFormat(operation: operation, format: format) }
    let nonce = Array(sealed[1...AuthenticatedCipher.nonceByteCount])
    let plaintext = AuthenticatedCipher.decrypt(
      sealed.dropFirst(1 + nonce.count), key: key, nonce: nonce, associatedData: [format] + associatedData)
    guard let plaintext else { throw .notAuthentic(operation: operation) }
    return plaintext
  }
}
