/// Where the bytes of a recording come from: a file, standard input, a decompressor, memory.
public protocol ByteSource: AnyObject {
  /// Appends up to `limit` bytes to `buffer`, waiting for the first; returns how many. Zero is the end.
  func read(into buffer: inout [UInt8], limit: Int) throws(RecordingFault) -> Int
}

/// Bytes in memory, handed out in pieces.
public final class MemoryByteSource: ByteSource {
  private let bytes: [UInt8]
  private var position = 0
  private let piece: Int

  /// - Parameter piece: most bytes given at once.
  public init(_ bytes: [UInt8], piece: Int = 65_536) {
    precondition(piece > 0, "a piece holds at least one byte")
    self.bytes = bytes
    self.piece = piece
  }

  public func read(into buffer: inout [UInt8], limit: Int) throws(RecordingFault) -> Int {
    let count = min(limit, piece, bytes.count - position)
    buffer.append(contentsOf: bytes[position..<position + count])
    position += count
    return count
  }
}

/// Puts bytes that were read to recognize the format back in front of their source.
final class PrefixedByteSource: ByteSource {
  private var prefix: [UInt8]
  private let source: any ByteSource

  init(_ prefix: [UInt8], _ source: any ByteSource) {
    self.prefix = prefix
    self.source = source
  }

  func read(into buffer: inout [UInt8], limit: Int) throws(RecordingFault) -> Int {
    guard !prefix.isEmpty else { return try source.read(into: &buffer, limit: limit) }
    let count = min(limit, prefix.count)
    buffer.append(contentsOf: prefix.prefix(count))
    prefix.removeFirst(count)
    return count
  }
}
