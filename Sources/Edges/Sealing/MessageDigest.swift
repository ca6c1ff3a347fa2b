internal import COpenSSL
public import Ports

/// A digest of bytes as they come: SHA-256, or the SHA-1 that tus asks for against damage on the way (not against people).
@safe public final class MessageDigest: RunningDigest {
  // Owned, freed in `deinit`; confined to whoever holds the object.
  private let context: OpaquePointer
  private let byteCount: Int

  public init(_ algorithm: DigestAlgorithm) {
    guard let context = unsafe EVP_MD_CTX_new() else { preconditionFailure("no memory") }
    unsafe self.context = context
    byteCount = algorithm.byteCount
    let function = unsafe algorithm == .sha1 ? EVP_sha1() : EVP_sha256()
    precondition(unsafe EVP_DigestInit_ex(context, function, nil) == 1, "EVP_DigestInit_ex")
  }

  deinit { unsafe EVP_MD_CTX_free(context) }

  public func update(_ bytes: Span<UInt8>) {
    unsafe bytes.withUnsafeBufferPointer { bytes in
      guard !bytes.isEmpty else { return }
      precondition(unsafe EVP_DigestUpdate(context, bytes.baseAddress, bytes.count) == 1, "EVP_DigestUpdate")
    }
  }

  public var value: [UInt8] {
    guard let copy = unsafe EVP_MD_CTX_new() else { preconditionFailure("no memory") }
    defer { unsafe EVP_MD_CTX_free(copy) }
    precondition(unsafe EVP_MD_CTX_copy_ex(copy, context) == 1, "EVP_MD_CTX_copy_ex")
    var value = [UInt8](repeating: 0, count: byteCount)
    precondition(unsafe EVP_DigestFinal_ex(copy, &value, nil) == 1, "EVP_DigestFinal_ex")
    return value
  }
}
