public import Ports

/// Opens chunks of a sealed clip in any order. The commitment is checked before any chunk is.
public final class ChunkOpener: ClipOpener {
  private let cipher: ChunkCipher
  private let tailKey: SecretBytes

  /// - Throws: `.notAuthentic` when the header is of another key or context.
  public convenience init(_ key: ClipKey, header: [UInt8], context: [UInt8]) throws(SealingError) {
    try self.init(key, header: header, context: context, hash: .sha512)
  }

  init(_ key: ClipKey, header: [UInt8], context: [UInt8], hash: ChunkKeys.Hash) throws(SealingError) {
    cipher = ChunkCipher(try Self.keys(key, header: header, context: context, hash: hash), encrypting: false)
    tailKey = ClipTail.key(key.secret, header: header)
  }

  static func keys(
    _ key: ClipKey, header: [UInt8], context: [UInt8], hash: ChunkKeys.Hash = .sha512
  ) throws(SealingError) -> ChunkKeys {
    let operation = "open clip"
    guard header.count == Int(SealedClipLayout.headerByteCount) else {
      throw .wrongLength(operation: operation, expected: "\(SealedClipLayout.headerByteCount)", actual: header.count)
    }
    let salt = Array(header[..<SealedClipLayout.saltByteCount])
    let keys = ChunkKeys(key.secret, salt: salt, context: context, hash: hash)
    // No secret: the commitment stands in the object. Which bytes differ tells nothing.
    guard keys.commitment.elementsEqual(header[SealedClipLayout.saltByteCount...]) else {
      throw .notAuthentic(operation: operation)
    }
    return keys
  }

  public func open(chunk: Int64, _ sealed: Span<UInt8>) throws(IdentityFault) -> [UInt8] {
    let tag = Int(SealedClipLayout.tagByteCount)
    guard chunk >= 0, (tag...Int(SealedClipLayout.sealedChunkByteCount)).contains(sealed.count) else {
      throw .altered
    }
    var isAuthentic = false
    let count = sealed.count - tag
    var plaintext = unsafe sealed.withUnsafeBufferPointer { input in
      unsafe [UInt8](unsafeUninitializedCapacity: count + 1) { buffer, written in
        guard let output = buffer.baseAddress else { preconditionFailure("a capacity of 1 or more") }
        isAuthentic = unsafe cipher.open(chunk: UInt64(chunk), input, into: output)
        written = count
      }
    }
    guard isAuthentic else {
      wipe(&plaintext)
      throw .altered
    }
    return plaintext
  }

  public func open(tail: [UInt8], behind chunks: Int64) throws(IdentityFault) -> [UInt8] {
    do { return try ClipTail.open(tail, key: tailKey, chunks: chunks) } catch { throw .altered }
  }
}
