internal import COpenSSL
public import Ports

/// Seals one clip as its bytes come (C2SP chunked encryption, Cobblestone-256). It can be stopped anywhere and resumed by
/// another process: what it needs is the key, the header, the number of whole chunks and the sealed tail.
///
/// The tail, the bytes behind the last whole chunk, is sealed under a key of its own with a random nonce: its chunk's
/// nonce must be used once only, for the whole chunk.
public final class ChunkSealer: ClipSealer {
  public let header: [UInt8]
  public private(set) var chunks: Int64
  private var tail: [UInt8] = []
  private var isFinished = false
  private let cipher: ChunkCipher
  private let tailKey: SecretBytes

  /// Of a new clip: with a random salt.
  /// - Parameter context: what the clip is bound to; the opener must name the same.
  public convenience init(_ key: ClipKey, context: [UInt8]) throws(SealingError) {
    var salt = [UInt8](repeating: 0, count: SealedClipLayout.saltByteCount)
    guard unsafe RAND_bytes(&salt, Int32(salt.count)) == 1 else {
      ERR_clear_error()
      throw .noRandomness(operation: "begin sealing of a clip")
    }
    self.init(key, salt: salt, context: context)
  }

  init(_ key: ClipKey, salt: [UInt8], context: [UInt8], hash: ChunkKeys.Hash = .sha512) {
    let keys = ChunkKeys(key.secret, salt: salt, context: context, hash: hash)
    header = salt + keys.commitment
    chunks = 0
    cipher = ChunkCipher(keys, encrypting: true)
    tailKey = ClipTail.key(key.secret, header: header)
    tail.reserveCapacity(Int(SealedClipLayout.chunkByteCount))
  }

  /// Goes on with a clip.
  /// - Throws: `.notAuthentic` when header or tail are of another clip, key or place.
  public init(_ key: ClipKey, context: [UInt8], resuming progress: SealingProgress) throws(SealingError) {
    let keys = try ChunkOpener.keys(key, header: progress.header, context: context)
    guard 0...SealedClipLayout.maximumByteCount / SealedClipLayout.chunkByteCount ~= progress.chunks else {
      throw .wrongLength(operation: "resume sealing of a clip", expected: "0 or more", actual: Int(progress.chunks))
    }
    header = progress.header
    chunks = progress.chunks
    cipher = ChunkCipher(keys, encrypting: true)
    tailKey = ClipTail.key(key.secret, header: header)
    tail = try ClipTail.open(progress.sealedTail, key: tailKey, chunks: progress.chunks)
    tail.reserveCapacity(Int(SealedClipLayout.chunkByteCount))
  }

  deinit { wipe(&tail) }

  public var byteCount: Int64 { chunks * SealedClipLayout.chunkByteCount + Int64(tail.count) }

  public func seal(_ bytes: Span<UInt8>) -> [UInt8] {
    precondition(!isFinished, "nothing follows the last chunk")
    precondition(
      Int64(bytes.count) <= SealedClipLayout.maximumByteCount - byteCount, "a clip has at most 2³⁸ chunks")
    let chunkByteCount = Int(SealedClipLayout.chunkByteCount)
    let whole = (tail.count + bytes.count) / chunkByteCount
    guard whole > 0 else {
      unsafe bytes.withUnsafeBufferPointer { unsafe tail.append(contentsOf: $0) }
      return []
    }
    let capacity = whole * Int(SealedClipLayout.sealedChunkByteCount)
    return unsafe bytes.withUnsafeBufferPointer { input in
      unsafe [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
        guard var output = buffer.baseAddress else { preconditionFailure("a chunk is not empty") }
        var rest = unsafe input[...]
        for _ in 0..<whole {
          if tail.isEmpty {
            unsafe cipher.seal(
              chunk: UInt64(chunks), UnsafeBufferPointer(rebasing: rest.prefix(chunkByteCount)), into: output)
            unsafe rest = rest.dropFirst(chunkByteCount)
          } else {
            let missing = chunkByteCount - tail.count
            unsafe tail.append(contentsOf: rest.prefix(missing))
            unsafe rest = rest.dropFirst(missing)
            unsafe tail.withUnsafeBufferPointer { unsafe cipher.seal(chunk: UInt64(chunks), $0, into: output) }
            clearTail()
          }
          chunks += 1
          unsafe output += Int(SealedClipLayout.sealedChunkByteCount)
        }
        unsafe tail.append(contentsOf: rest)
        count = capacity
      }
    }
  }

  public func sealTail() throws(IdentityFault) -> [UInt8] {
    do { return try ClipTail.seal(tail, key: tailKey, chunks: chunks) } catch { throw .unavailable("randomness") }
  }

  public func finish() -> [UInt8] {
    precondition(!isFinished, "a clip is finished once")
    isFinished = true
    let capacity = tail.count + Int(SealedClipLayout.tagByteCount)
    let last = unsafe [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
      guard let output = buffer.baseAddress else { preconditionFailure("a tag is not empty") }
      unsafe tail.withUnsafeBufferPointer { unsafe cipher.seal(chunk: UInt64(chunks), $0, into: output) }
      count = capacity
    }
    clearTail()
    return last
  }

  private func clearTail() {
    wipe(&tail)
    tail.removeAll(keepingCapacity: true)
  }
}
