internal import COpenSSL

/// 32 secret bytes in memory of their own, cleared when freed. Never changed once made, so they may cross threads.
@safe final class SecretBytes: Sendable {
  static let byteCount = 32

  // Owned; written before `init` returns and only read afterwards.
  nonisolated(unsafe) private let storage: UnsafeMutableRawBufferPointer

  /// The bytes are copied: the caller wipes what they came from.
  init(copying bytes: some Collection<UInt8>) {
    precondition(bytes.count == Self.byteCount)
    unsafe storage = .allocate(byteCount: Self.byteCount, alignment: 16)
    unsafe storage.copyBytes(from: bytes)
  }

  /// nil where the system's generator gives nothing.
  static func random() -> SecretBytes? {
    var bytes = [UInt8](repeating: 0, count: byteCount)
    defer { wipe(&bytes) }
    guard unsafe RAND_priv_bytes(&bytes, Int32(byteCount)) == 1 else {
      ERR_clear_error()
      return nil
    }
    return SecretBytes(copying: bytes)
  }

  deinit {
    unsafe OPENSSL_cleanse(storage.baseAddress, storage.count)
    unsafe storage.deallocate()
  }

  /// A copy, for the holder to wipe.
  var copy: [UInt8] { unsafe Array(storage) }

  /// The memory does not outlive the closure.
  func withMemory<Result>(_ body: (UnsafePointer<UInt8>) -> Result) -> Result {
    defer { withExtendedLifetime(self) {} }
    guard let memory = unsafe storage.baseAddress else { preconditionFailure("32 bytes have an address") }
    return unsafe body(UnsafePointer(memory.assumingMemoryBound(to: UInt8.self)))
  }
}

/// Clears secret bytes in a way no optimizer leaves out.
func wipe(_ bytes: inout [UInt8]) { unsafe OPENSSL_cleanse(&bytes, bytes.count) }
