internal import COpenSSL

/// Owner of an EVP_MD_CTX for one signature.
@safe struct SigningContext: ~Copyable {
  let context: OpaquePointer

  init() {
    guard let context = unsafe EVP_MD_CTX_new() else { preconditionFailure("no memory") }
    unsafe self.context = context
  }

  deinit { unsafe EVP_MD_CTX_free(context) }
}
