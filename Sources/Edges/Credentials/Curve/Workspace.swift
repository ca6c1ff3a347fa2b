internal import COpenSSL

/// Scratch numbers of OpenSSL for one thread. Freed with their contents cleared.
@safe final class Workspace {
  /// Owned; OpenSSL: a BN_CTX "must not be shared by threads".
  let context: OpaquePointer
  /// Owned, for coordinates.
  let x: OpaquePointer, y: OpaquePointer, z: OpaquePointer

  init() {
    guard let context = unsafe BN_CTX_new(), let x = unsafe BN_new(), let y = unsafe BN_new(), let z = unsafe BN_new()
    else { preconditionFailure("no memory") }
    unsafe self.context = context
    unsafe (self.x, self.y, self.z) = (x, y, z)
  }

  deinit {
    unsafe BN_clear_free(x)
    unsafe BN_clear_free(y)
    unsafe BN_clear_free(z)
    unsafe BN_CTX_free(context)
  }
}
