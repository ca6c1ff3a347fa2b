internal import COpenSSL

extension Scalar {
  /// Draws before a source is taken for broken. A fair one is refused once in 2³² draws.
  static let maximumDraws = 8

  /// Uniform in 1 ..< order, by rejection (the draft's "Random Scalar Generation"), so that 32 given bytes give that
  /// number.
  static func random(_ source: inout some RandomSource) throws(CredentialError) -> Scalar {
    for _ in 0..<maximumDraws {
      var bytes = try source.bytes(byteCount)
      defer { wipe(&bytes) }
      if let scalar = Scalar(canonical: bytes), !scalar.isZero { return scalar }
    }
    throw .noRandomness
  }
}

/// Clears secret bytes in a way no optimizer leaves out.
func wipe(_ bytes: inout [UInt8]) { unsafe OPENSSL_cleanse(&bytes, bytes.count) }
