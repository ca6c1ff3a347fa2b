internal import Ports

/// The bytes behind the last whole chunk of an unfinished clip, sealed to be kept beside the object: under a key derived
/// from the clip's, each time with a random nonce, bound to where they stand.
enum ClipTail {
  static func key(_ clip: SecretBytes, header: [UInt8]) -> SecretBytes {
    KeyDerivation.expand(clip, info: Array("swerve clip tail 1".utf8) + header)
  }

  static func seal(_ tail: [UInt8], key: SecretBytes, chunks: Int64) throws(SealingError) -> [UInt8] {
    try SealedBytes.seal(tail, key: key, associatedData: place(chunks), operation: "seal tail of a clip")
  }

  static func open(_ sealed: [UInt8], key: SecretBytes, chunks: Int64) throws(SealingError) -> [UInt8] {
    let operation = "open tail of a clip"
    let limit = Int(SealedClipLayout.chunkByteCount) - 1 + SealedBytes.overhead
    guard sealed.count <= limit else {
      throw .wrongLength(operation: operation, expected: "at most \(limit)", actual: sealed.count)
    }
    return try SealedBytes.open(sealed, key: key, associatedData: place(chunks), operation: operation)
  }

  private static func place(_ chunks: Int64) -> [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: UInt64(bitPattern: chunks) >> (56 - 8 * UInt64($0))) }
  }
}
