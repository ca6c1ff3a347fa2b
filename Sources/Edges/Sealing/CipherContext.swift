internal import COpenSSL

/// Owner of an EVP_CIPHER_CTX for one message. Freeing it clears the key schedule.
@safe struct CipherContext: ~Copyable {
  private let context: OpaquePointer

  init(_ key: SecretBytes, _ nonce: [UInt8], encrypting: Bool) {
    precondition(nonce.count == AuthenticatedCipher.nonceByteCount)
    guard let context = unsafe EVP_CIPHER_CTX_new() else { preconditionFailure("no memory") }
    unsafe self.context = context
    let result = unsafe key.withMemory { key in
      unsafe EVP_CipherInit_ex(context, EVP_aes_256_gcm(), nil, key, nonce, encrypting ? 1 : 0)
    }
    precondition(result == 1, "EVP_CipherInit_ex")
  }

  deinit { unsafe EVP_CIPHER_CTX_free(context) }

  func authenticate(_ associatedData: [UInt8]) {
    guard !associatedData.isEmpty else { return }
    var written: Int32 = 0
    let result = unsafe EVP_CipherUpdate(context, nil, &written, associatedData, Int32(associatedData.count))
    precondition(result == 1, "EVP_CipherUpdate of associated data")
  }

  /// Room for as many bytes as go in.
  func update(_ input: ArraySlice<UInt8>, into output: UnsafeMutablePointer<UInt8>) {
    guard !input.isEmpty else { return }
    unsafe input.withUnsafeBufferPointer { input in
      var written: Int32 = 0
      let result = unsafe EVP_CipherUpdate(context, output, &written, input.baseAddress, Int32(input.count))
      precondition(result == 1 && Int(written) == input.count, "EVP_CipherUpdate")
    }
  }

  /// false when decrypting something that is not authentic. Writes nothing: the mode has no padding.
  func finish(_ output: UnsafeMutablePointer<UInt8>) -> Bool {
    var written: Int32 = 0
    return unsafe EVP_CipherFinal_ex(context, output, &written) == 1
  }

  func readTag(_ output: UnsafeMutablePointer<UInt8>) {
    let count = Int32(AuthenticatedCipher.tagByteCount)
    precondition(
      unsafe EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, count, output) == 1, "EVP_CTRL_AEAD_GET_TAG")
  }

  func expectTag(_ tag: [UInt8]) {
    var tag = tag
    let result = unsafe EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, Int32(tag.count), &tag)
    precondition(result == 1, "EVP_CTRL_AEAD_SET_TAG")
  }
}
