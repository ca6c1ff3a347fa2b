internal import CZlib

/// Decompresses gzip (RFC 1952) as it is read, members one after another, with one window of memory.
@safe
public final class GzipByteSource: ByteSource {
  /// Compressed bytes read at once.
  static let inputLimit = 65_536

  private let source: any ByteSource
  private let name: String
  // Owned here: made by inflateInit2_, freed by inflateEnd in deinit. On the heap because zlib keeps its address.
  private let stream: UnsafeMutablePointer<z_stream>
  private var input: [UInt8] = []
  /// Decompressed bytes on their way; made once, because clearing it for every read costs more than the reading.
  private var window = [UInt8](repeating: 0, count: inputLimit)
  private var consumed = 0
  private var isAtEnd = false
  /// True between two members, where the end of the file is in order.
  private var isBetweenMembers = true
  /// There was no room for all that the input said: zlib may hold more of it.
  private var mayHoldMore = false
  /// Thrown by the read after the one that hands out what came before the damage.
  private var damage: RecordingFault?

  public init(_ source: any ByteSource, name: String) throws(RecordingFault) {
    self.source = source
    self.name = name
    unsafe stream = .allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    // 16 + 15: gzip only, the largest window. inflateInit2 is a macro, this is what it stands for.
    let code = unsafe inflateInit2_(stream, 31, zlibVersion(), Int32(MemoryLayout<z_stream>.size))
    guard code == Z_OK else {
      throw RecordingFault(
        operation: "start decompression", subject: name, reason: "zlib refuses with code \(code)",
        hint: "free some memory")
    }
  }

  deinit {
    unsafe inflateEnd(stream)
    unsafe stream.deallocate()
  }

  public func read(into buffer: inout [UInt8], limit: Int) throws(RecordingFault) -> Int {
    while !isAtEnd {
      if consumed == input.count, !mayHoldMore {
        input.removeAll(keepingCapacity: true)
        consumed = 0
        guard try source.read(into: &input, limit: Self.inputLimit) > 0 else {
          isAtEnd = true
          guard isBetweenMembers else { throw broken("it ends in the middle", "copy the file again: it is cut off") }
          return 0
        }
      }
      let produced = inflateOnce(into: &buffer, limit: limit)
      if produced > 0 { return produced }
    }
    if let fault = damage {
      damage = nil
      throw fault
    }
    return 0
  }

  private func inflateOnce(into buffer: inout [UInt8], limit: Int) -> Int {
    let room = min(limit, window.count)
    var code = Z_OK
    var left = room
    unsafe input.withUnsafeMutableBufferPointer { bytes in
      unsafe window.withUnsafeMutableBufferPointer { output in
        guard let from = bytes.baseAddress, let to = output.baseAddress else { return }
        unsafe stream.pointee.next_in = unsafe from + consumed
        unsafe stream.pointee.avail_in = UInt32(bytes.count - consumed)
        unsafe stream.pointee.next_out = to
        unsafe stream.pointee.avail_out = UInt32(room)
        code = unsafe inflate(stream, Z_NO_FLUSH)
        consumed = unsafe bytes.count - Int(stream.pointee.avail_in)
        left = unsafe Int(stream.pointee.avail_out)
      }
    }
    buffer.append(contentsOf: window[..<(room - left)])
    isBetweenMembers = code == Z_STREAM_END
    mayHoldMore = code != Z_STREAM_END && left == 0
    switch code {
    case Z_OK, Z_BUF_ERROR: break
    case Z_STREAM_END: _ = unsafe inflateReset(stream)
    default:
      isAtEnd = true
      damage = broken("the compressed data is damaged", "copy the file again; what came before the damage was read")
    }
    return room - left
  }

  private func broken(_ reason: String, _ hint: String) -> RecordingFault {
    RecordingFault(operation: "decompress the recording", subject: name, reason: reason, hint: hint)
  }
}
