internal import CMicroHTTPD

/// An answer in the library's terms. It counts its users: this reference is given back here, the connection's own by
/// the library when the answer is out.
@safe struct PreparedResponse: ~Copyable {
  private let pointer: OpaquePointer
  let status: Int

  private init(adopting pointer: OpaquePointer, status: Int) {
    unsafe self.pointer = pointer
    self.status = status
  }

  /// nil: a header the library refuses, or no memory.
  static func make(_ response: Response) -> PreparedResponse? {
    guard let pointer = unsafe make(response.body.content) else { return nil }
    let prepared = unsafe PreparedResponse(adopting: pointer, status: response.status.code)
    for field in response.headers.fields {
      guard unsafe MHD_add_response_header(pointer, field.name, field.value) == .YES else { return nil }
    }
    return prepared
  }

  deinit { unsafe MHD_destroy_response(pointer) }

  func queue(on connection: OpaquePointer) -> Bool {
    unsafe MHD_queue_response(connection, UInt32(status), pointer) == .YES
  }

  /// Bytes of the library's own buffer for a stream that is not chunked (HTTP/1.0); chunks go straight into the
  /// connection's buffer.
  private static let streamBufferBytes = 512
  /// Bytes of the library's own buffer for content that is made.
  private static let madeBufferBytes = 32 * 1_024

  private static func make(_ content: ResponseBody.Content) -> OpaquePointer? {
    switch content {
    case .empty: return unsafe MHD_create_response_from_buffer(0, nil, .RESPMEM_PERSISTENT)
    case .bytes(let bytes):
      return unsafe bytes.withUnsafeBytes { buffer in
        // The library copies, so the constness it cannot express is kept.
        unsafe MHD_create_response_from_buffer(
          buffer.count, UnsafeMutableRawPointer(mutating: buffer.baseAddress), .RESPMEM_MUST_COPY)
      }
    case .file(let file):
      guard let descriptor = try? file.duplicate() else { return nil }
      let size = UInt64(file.range.upperBound - file.range.lowerBound)
      // The library closes this descriptor, also when it fails.
      return unsafe MHD_create_response_from_fd_at_offset64(size, descriptor, UInt64(file.range.lowerBound))
    case .made(let content):
      // Released by `endMade`, which the library calls once when the last user is gone.
      let context = unsafe Unmanaged.passRetained(content)
      let made = unsafe MHD_create_response_from_callback(
        UInt64(content.count), madeBufferBytes, readMade, context.toOpaque(), endMade)
      if unsafe made == nil { unsafe context.release() }
      return unsafe made
    case .stream(let stream):
      // Released by `endStream`, which the library calls once when the last user is gone.
      let context = unsafe Unmanaged.passRetained(stream)
      let made = unsafe MHD_create_response_from_callback(
        .max, streamBufferBytes, readStream, context.toOpaque(), endStream)
      if unsafe made == nil { unsafe context.release() }
      return unsafe made
    }
  }
}

private let readMade: MHD_ContentReaderCallback = { context, position, buffer, count in
  // -2 is MHD_CONTENT_READER_END_WITH_ERROR: the connection ends before its length.
  guard let context = unsafe context, let buffer = unsafe buffer, count > 0 else { return -2 }
  let content = unsafe Unmanaged<MadeContent>.fromOpaque(context).takeUnretainedValue()
  guard let bytes = try? content.make(Int64(clamping: position), count), !bytes.isEmpty, bytes.count <= count else {
    return -2
  }
  unsafe UnsafeMutableRawBufferPointer(start: buffer, count: count).copyBytes(from: bytes)
  return bytes.count
}

private let endMade: MHD_ContentReaderFreeCallback = { context in
  guard let context = unsafe context else { return }
  unsafe Unmanaged<MadeContent>.fromOpaque(context).release()
}

private let readStream: MHD_ContentReaderCallback = { context, _, buffer, count in
  guard let context = unsafe context, let buffer = unsafe buffer else { return -1 }
  let stream = unsafe Unmanaged<StreamBody>.fromOpaque(context).takeUnretainedValue()
  // -1 is MHD_CONTENT_READER_END_OF_STREAM; 0 is only said by a stream that has suspended its connection.
  return unsafe stream.source.fill(UnsafeMutableRawBufferPointer(start: buffer, count: count)) ?? -1
}

private let endStream: MHD_ContentReaderFreeCallback = { context in
  guard let context = unsafe context else { return }
  unsafe Unmanaged<StreamBody>.fromOpaque(context).release()
}
