internal import COpenSSL

/// Owner of an EVP_CIPHER_CTX for the chunks of one message: the key schedule is made once, each chunk sets its nonce.
/// Freeing it clears the key schedule.
@safe struct ChunkCipher: ~Copyable {
  private let context: OpaquePointer
  private let keys: ChunkKeys
  private static let tag = AuthenticatedCipher.tagByteCount

  init(_ keys: ChunkKeys, encrypting: Bool) {
    guard let context = unsafe EVP_CIPHER_CTX_new() else { preconditionFailure("no memory") }
    unsafe self.context = context
    self.keys = keys
    let result = unsafe keys.key.withMemory { key in
      unsafe EVP_CipherInit_ex(context, EVP_aes_256_gcm(), nil, key, nil, encrypting ? 1 : 0)
    }
    precondition(result == 1, "EVP_CipherInit_ex")
  }

  deinit { unsafe EVP_CIPHER_CTX_free(context) }

  /// Room for the plaintext and its tag.
  func seal(chunk: UInt64, _ plaintext: UnsafeBufferPointer<UInt8>, into output: UnsafeMutablePointer<UInt8>) {
    begin(chunk)
    unsafe update(plaintext, into: output)
    var written: Int32 = 0
    let end = unsafe output + plaintext.count
    precondition(unsafe EVP_CipherFinal_ex(context, end, &written) == 1, "EVP_CipherFinal_ex")
    precondition(
      unsafe EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, Int32(Self.tag), end) == 1, "EVP_CTRL_AEAD_GET_TAG")
  }

  /// Room for the ciphertext without its tag, one byte more (OpenSSL wants an address also for nothing).
  /// - Returns: whether it is authentic; what was written must be wiped otherwise.
  func open(chunk: UInt64, _ sealed: UnsafeBufferPointer<UInt8>, into output: UnsafeMutablePointer<UInt8>) -> Bool {
    let count = sealed.count - Self.tag
    begin(chunk)
    var tag = unsafe Array(sealed[count...])
    let result = unsafe EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, Int32(tag.count), &tag)
    precondition(result == 1, "EVP_CTRL_AEAD_SET_TAG")
    unsafe update(UnsafeBufferPointer(rebasing: sealed[..<count]), into: output)
    var written: Int32 = 0
    let isAuthentic = unsafe EVP_CipherFinal_ex(context, output + count, &written) == 1
    if !isAuthentic { ERR_clear_error() }
    return isAuthentic
  }

  private func begin(_ chunk: UInt64) {
    precondition(
      unsafe EVP_CipherInit_ex(context, nil, nil, nil, keys.nonce(of: chunk), -1) == 1, "EVP_CipherInit_ex of a nonce")
  }

  private func update(_ input: UnsafeBufferPointer<UInt8>, into output: UnsafeMutablePointer<UInt8>) {
    guard !input.isEmpty else { return }
    var written: Int32 = 0
    let result = unsafe EVP_CipherUpdate(context, output, &written, input.baseAddress, Int32(input.count))
    precondition(result == 1 && Int(written) == input.count, "EVP_CipherUpdate")
  }
}
