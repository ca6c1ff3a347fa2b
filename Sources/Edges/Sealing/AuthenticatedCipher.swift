internal import COpenSSL

/// AES-256-GCM (NIST SP 800-38D) of whole messages. A nonce must not be used twice under one key: who calls sees to it.
enum AuthenticatedCipher {
  static let nonceByteCount = 12
  static let tagByteCount = 16

  /// ciphertext ‖ tag
  static func encrypt(_ plaintext: [UInt8], key: SecretBytes, nonce: [UInt8], associatedData: [UInt8]) -> [UInt8] {
    let context = CipherContext(key, nonce, encrypting: true)
    context.authenticate(associatedData)
    let capacity = plaintext.count + tagByteCount
    return unsafe [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
      guard let output = buffer.baseAddress else { preconditionFailure("a tag is not empty") }
      unsafe context.update(plaintext[...], into: output)
      precondition(unsafe context.finish(output + plaintext.count), "EVP_CipherFinal_ex")
      unsafe context.readTag(output + plaintext.count)
      count = capacity
    }
  }

  /// nil unless everything is what was encrypted. No plaintext leaves before the tag is checked.
  static func decrypt(
    _ sealed: ArraySlice<UInt8>, key: SecretBytes, nonce: [UInt8], associatedData: [UInt8]
  ) -> [UInt8]? {
    guard sealed.count >= tagByteCount else { return nil }
    let ciphertext = sealed.dropLast(tagByteCount)
    let context = CipherContext(key, nonce, encrypting: false)
    context.authenticate(associatedData)
    context.expectTag(Array(sealed.suffix(tagByteCount)))
    var isAuthentic = false
    // One more byte than is needed: OpenSSL wants an address also for nothing.
    var plaintext = unsafe [UInt8](unsafeUninitializedCapacity: ciphertext.count + 1) { buffer, count in
      guard let output = buffer.baseAddress else { preconditionFailure("a capacity of 1 or more") }
      unsafe context.update(ciphertext, into: output)
      isAuthentic = unsafe context.finish(output + ciphertext.count)
      count = ciphertext.count
    }
    guard isAuthentic else {
      wipe(&plaintext)
      ERR_clear_error()
      return nil
    }
    return plaintext
  }
}
