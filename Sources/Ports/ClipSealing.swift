public import Core

/// Seals clips as they land and opens ranges of them (C2SP chunked encryption, Cobblestone-256). Safe from any thread.
public protocol ClipSealing: Sendable {
  /// A fresh key for one clip, wrapped by the driver's key: deleting that erases the clip.
  func makeKey(driverKeyID: RecordID, clip: RecordID) throws(IdentityFault) -> [UInt8]

  /// A sealer of a new clip, or one that goes on where another stopped.
  func sealer(of clip: ClipKeyReference, from progress: SealingProgress?) throws(IdentityFault) -> any ClipSealer

  /// - Parameter header: the first `SealedClipLayout.headerByteCount` bytes of the object.
  func opener(of clip: ClipKeyReference, header: [UInt8]) throws(IdentityFault) -> any ClipOpener

  func digest(_ algorithm: DigestAlgorithm) -> any RunningDigest
}

/// What is needed to find a clip's key.
public struct ClipKeyReference: Hashable, Sendable {
  public var driverKeyID: RecordID
  public var clipID: RecordID
  public var wrappedKey: [UInt8]

  public init(driverKeyID: RecordID, clipID: RecordID, wrappedKey: [UInt8]) {
    self.driverKeyID = driverKeyID
    self.clipID = clipID
    self.wrappedKey = wrappedKey
  }
}

/// Where a sealer stopped: what another process needs, besides the key, to go on.
public struct SealingProgress: Hashable, Sendable {
  public var header: [UInt8]
  /// Whole chunks in the object.
  public var chunks: Int64
  /// What `ClipSealer.sealTail` gave.
  public var sealedTail: [UInt8]

  public init(header: [UInt8], chunks: Int64, sealedTail: [UInt8]) {
    self.header = header
    self.chunks = chunks
    self.sealedTail = sealedTail
  }
}

/// One clip on its way. Confined to one task at a time.
public protocol ClipSealer: AnyObject {
  /// The first bytes of the object.
  var header: [UInt8] { get }
  var chunks: Int64 { get }
  /// Bytes taken so far, those of the tail among them.
  var byteCount: Int64 { get }

  /// Takes the bytes; gives the chunks that became whole, sealed, for the end of the object.
  func seal(_ bytes: Span<UInt8>) -> [UInt8]
  /// The bytes behind the last whole chunk, sealed to be kept beside the object until more come.
  func sealTail() throws(IdentityFault) -> [UInt8]
  /// The last, short chunk, which tells a whole clip from a cut one. Nothing may follow.
  func finish() -> [UInt8]
}

public protocol ClipOpener: AnyObject {
  /// The bytes of one chunk.
  /// - Parameter chunk: counted from 0.
  /// - Throws: `.altered` unless it is this chunk of this clip.
  func open(chunk: Int64, _ sealed: Span<UInt8>) throws(IdentityFault) -> [UInt8]
  /// What `ClipSealer.sealTail` sealed behind so many chunks.
  func open(tail: [UInt8], behind chunks: Int64) throws(IdentityFault) -> [UInt8]
}

public enum DigestAlgorithm: String, Hashable, Sendable, CaseIterable {
  case sha1, sha256

  public var byteCount: Int { self == .sha1 ? 20 : 32 }
}

public protocol RunningDigest: AnyObject {
  func update(_ bytes: Span<UInt8>)
  /// Of everything so far; more may follow.
  var value: [UInt8] { get }
}

/// Where what lies in a sealed clip: header (salt ‖ commitment), then chunks of 16 KiB, each with its tag, the last one
/// always shorter (https://c2sp.org/chunked-encryption).
public enum SealedClipLayout {
  public static let saltByteCount = 24
  public static let headerByteCount: Int64 = 56
  public static let chunkByteCount: Int64 = 16_384
  public static let tagByteCount: Int64 = 16
  public static let sealedChunkByteCount = chunkByteCount + tagByteCount
  /// 2³⁸ chunks: what the specification allows.
  public static let maximumByteCount: Int64 = (1 << 38) * chunkByteCount - 1

  /// Bytes of an object of so many whole chunks and nothing behind them.
  public static func sealedByteCount(chunks: Int64) -> Int64 { headerByteCount + chunks * sealedChunkByteCount }

  /// Bytes of the finished object of a clip.
  public static func sealedByteCount(ofClip byteCount: Int64) -> Int64 {
    let chunks = byteCount / chunkByteCount
    return sealedByteCount(chunks: chunks) + byteCount % chunkByteCount + tagByteCount
  }

  /// Bytes of the clip in a finished object; nil for a length that no whole clip has.
  public static func byteCount(ofSealed sealed: Int64) -> Int64? {
    let content = sealed - headerByteCount
    guard content >= tagByteCount else { return nil }
    let rest = content % sealedChunkByteCount
    guard rest >= tagByteCount else { return nil }
    return content / sealedChunkByteCount * chunkByteCount + rest - tagByteCount
  }

  /// The chunks that hold a range of the clip's bytes.
  public static func chunks(of range: Range<Int64>) -> Range<Int64> {
    guard !range.isEmpty else { return range.lowerBound / chunkByteCount..<range.lowerBound / chunkByteCount }
    return range.lowerBound / chunkByteCount..<((range.upperBound - 1) / chunkByteCount + 1)
  }

  /// Where chunks lie in the object.
  /// - Parameter sealed: bytes of the object: the last chunk is shorter.
  public static func sealedRange(of chunks: Range<Int64>, in sealed: Int64) -> Range<Int64> {
    let start = min(sealedByteCount(chunks: chunks.lowerBound), sealed)
    return start..<max(start, min(sealedByteCount(chunks: chunks.upperBound), sealed))
  }
}
