internal import Glibc

/// A short answer written straight to a socket, for the moments when the library takes none: while content comes in,
/// and when a connection has timed out. The connection ends after it.
struct RawReply {
  /// Larger than any problem; it fits an empty send buffer as a whole.
  private static let maximumBytes = 16 * 1_024

  private let bytes: [UInt8]

  /// nil: a file, a stream or a long answer.
  init?(_ response: Response) {
    let content: [UInt8]
    switch response.body.content {
    case .empty: content = []
    case .bytes(let bytes): content = bytes
    case .file, .made, .stream: return nil
    }
    var head = "HTTP/1.1 \(response.status.code) \(response.status.reasonPhrase ?? "")\r\n"
    head += "Date: \(Self.date())\r\nConnection: close\r\nContent-Length: \(content.count)\r\n"
    for field in response.headers.fields where field.name.lowercased() != "connection" {
      head += "\(field.name): \(field.value)\r\n"
    }
    bytes = Array((head + "\r\n").utf8) + content
    guard bytes.count <= Self.maximumBytes else { return nil }
  }

  /// Never blocks. Nothing may be written to the socket after it, and it says so to the client.
  func send(on socket: Int32) -> Bool {
    let sent = unsafe bytes.withUnsafeBytes { buffer in
      unsafe Glibc.send(socket, buffer.baseAddress, buffer.count, Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT))
    }
    guard sent == bytes.count else { return false }
    shutdown(socket, Int32(SHUT_WR))
    return true
  }

  /// Now, as RFC 9110 section 5.6.7 writes it.
  private static func date() -> String {
    var now = time(nil)
    var parts = unsafe tm()
    unsafe gmtime_r(&now, &parts)
    let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let day = days[Int(unsafe parts.tm_wday) % 7]
    let month = months[Int(unsafe parts.tm_mon) % 12]
    let date = unsafe "\(day), \(two(parts.tm_mday)) \(month) \(parts.tm_year + 1_900)"
    return unsafe "\(date) \(two(parts.tm_hour)):\(two(parts.tm_min)):\(two(parts.tm_sec)) GMT"
  }
}
