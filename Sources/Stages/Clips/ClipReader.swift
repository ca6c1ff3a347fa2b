internal import Core
public import Ports

/// A whole clip to be read anywhere. Confined to one reader at a time.
public final class ClipReader {
  /// Bytes of the clip.
  public let byteCount: Int64
  private let sealedByteCount: Int64
  private let objects: any ObjectStore
  private let name: ObjectName
  private let opener: any ClipOpener

  /// - Throws: `ObjectError` or `IdentityFault`.
  public init(_ clip: ClipKeyReference, objects: any ObjectStore, sealing: any ClipSealing) throws {
    name = try ClipStore.name(clip.clipID)
    self.objects = objects
    guard let sealed = try objects.byteCount(name) else {
      throw ObjectError(.missing, operation: "open of a clip", reason: "its object is not there")
    }
    guard let count = SealedClipLayout.byteCount(ofSealed: sealed) else {
      throw ObjectError(.damaged, operation: "open of a clip", reason: "no clip has an object of this length")
    }
    byteCount = count
    sealedByteCount = sealed
    opener = try sealing.opener(of: clip, header: try objects.read(name, 0..<SealedClipLayout.headerByteCount))
  }

  /// Bytes from an offset on: up to the end of their chunk, or `limit`.
  public func read(at offset: Int64, limit: Int) throws -> [UInt8] {
    let chunkEnd = (offset / SealedClipLayout.chunkByteCount + 1) * SealedClipLayout.chunkByteCount
    let end = min(byteCount, chunkEnd, offset + Int64(limit))
    var bytes: [UInt8] = []
    try forEach(offset..<max(offset, end)) { piece in
      bytes.reserveCapacity(piece.count)
      for index in 0..<piece.count { bytes.append(piece[index]) }
    }
    return bytes
  }

  /// A range, chunk by chunk.
  func forEach(_ range: Range<Int64>, _ take: (Span<UInt8>) -> Void) throws {
    for chunk in SealedClipLayout.chunks(of: range) {
      let sealed = try objects.read(name, SealedClipLayout.sealedRange(of: chunk..<(chunk + 1), in: sealedByteCount))
      let plain = try opener.open(chunk: chunk, sealed.span)
      let start = chunk * SealedClipLayout.chunkByteCount
      let lower = Int(max(range.lowerBound - start, 0))
      let upper = Int(min(range.upperBound - start, Int64(plain.count)))
      if lower < upper { take(plain.span.extracting(lower..<upper)) }
    }
  }

  /// One chunk after the other of what was read.
  static func open(
    _ sealed: Span<UInt8>, from first: Int64, with opener: any ClipOpener, _ take: (Span<UInt8>) -> Void
  ) throws(IdentityFault) {
    let size = Int(SealedClipLayout.sealedChunkByteCount)
    var start = 0
    var chunk = first
    while start < sealed.count {
      let end = min(sealed.count, start + size)
      let plain = try opener.open(chunk: chunk, sealed.extracting(start..<end))
      take(plain.span)
      start = end
      chunk += 1
    }
  }
}
