/// Bytes of a stream that every subscriber shares; encoded once.
final class StreamPayload: Sendable {
  let bytes: [UInt8]

  private init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// - Parameter withID: false within a snapshot: a client that loses the connection in its middle must not go on from
  ///   there.
  static func event(_ event: StreamEvent, withID: Bool = true) -> StreamPayload {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(event.data.count + event.id.utf8.count + event.name.utf8.count + 32)
    if withID { bytes += Array("id: \(event.id)\n".utf8) }
    bytes += Array("event: \(event.name)\n".utf8)
    for line in lines(of: event.data) {
      bytes += Array("data: ".utf8)
      bytes += line
      bytes.append(0x0a)
    }
    bytes.append(0x0a)
    return StreamPayload(bytes)
  }

  /// Sets the client's last id and shows it nothing.
  static func position(_ id: String) -> StreamPayload { StreamPayload(Array("id: \(id)\n\n".utf8)) }

  /// How long the client waits before it comes back, once its stream has ended.
  static func retry(milliseconds: Int64) -> StreamPayload {
    StreamPayload(Array("retry: \(milliseconds)\n\n".utf8))
  }

  /// A comment: keeps proxies from closing a quiet stream, and finds clients that are gone.
  static let heartbeat = StreamPayload(Array(":\n\n".utf8))

  /// Split at CR LF, CR and LF, as a client would.
  private static func lines(of data: [UInt8]) -> [ArraySlice<UInt8>] {
    var lines: [ArraySlice<UInt8>] = []
    var start = 0
    var index = 0
    while index < data.count {
      if data[index] == 0x0a || data[index] == 0x0d {
        lines.append(data[start..<index])
        if data[index] == 0x0d, index + 1 < data.count, data[index + 1] == 0x0a { index += 1 }
        start = index + 1
      }
      index += 1
    }
    lines.append(data[start...])
    return lines
  }
}
