internal import COpenSSL

/// OpenSSL's generator for values that stay secret (`RAND_priv_bytes`), seeded by the kernel.
public struct SystemRandomness: RandomSource, Sendable {
  public init() {}

  public mutating func bytes(_ count: Int) throws(CredentialError) -> [UInt8] {
    precondition((0...Int(Int32.max)).contains(count))
    var bytes = [UInt8](repeating: 0, count: count)
    guard unsafe RAND_priv_bytes(&bytes, Int32(count)) == 1 else {
      ERR_clear_error()
      throw .noRandomness
    }
    return bytes
  }
}
