internal import Glibc
internal import Synchronization

/// A client that says exactly the bytes it is told, over one connection on loopback.
final class WireClient: Sendable {
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  /// How long a test waits for something that must come.
  static let patienceMilliseconds: Int32 = 20_000

  let descriptor: Int32
  private let received = Mutex<[UInt8]>([])

  init(port: UInt16, receiveBufferBytes: Int32? = nil) throws {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    if var size = receiveBufferBytes {
      unsafe setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout<Int32>.size))
    }
    var name = sockaddr_in()
    name.sin_family = sa_family_t(AF_INET)
    name.sin_port = port.bigEndian
    unsafe inet_pton(AF_INET, "127.0.0.1", &name.sin_addr)
    let result = unsafe withUnsafeBytes(of: name) { bytes -> Int32 in
      guard let base = bytes.baseAddress else { return -1 }
      return unsafe connect(descriptor, base.assumingMemoryBound(to: sockaddr.self), socklen_t(bytes.count))
    }
    guard descriptor >= 0, result == 0 else {
      throw Failure(description: "connect: \(unsafe String(cString: strerror(errno)))")
    }
  }

  deinit { close(descriptor) }

  // MARK: Saying

  func send(_ text: String) throws { try send(Array(text.utf8)) }

  func send(_ bytes: [UInt8]) throws {
    guard sendSome(bytes, flags: 0) == bytes.count else {
      throw Failure(description: "send: \(unsafe String(cString: strerror(errno)))")
    }
  }

  /// As much as the socket takes at once.
  func sendWithoutWaiting(_ bytes: [UInt8]) -> Int { sendSome(bytes, flags: Int32(MSG_DONTWAIT)) }

  private func sendSome(_ bytes: [UInt8], flags: Int32) -> Int {
    unsafe bytes.withUnsafeBytes { buffer in
      unsafe Glibc.send(descriptor, buffer.baseAddress, buffer.count, Int32(MSG_NOSIGNAL) | flags)
    }
  }

  func finishSending() { shutdown(descriptor, Int32(SHUT_WR)) }

  /// Whether the socket takes bytes within the time.
  func isWritable(withinMilliseconds wait: Int32) -> Bool {
    var poller = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    return unsafe poll(&poller, 1, wait) == 1
  }

  // MARK: Hearing

  /// Everything up to and with the mark; what comes after stays for the next call.
  func read(until mark: String) async throws -> String {
    try await offPool { [self] in
      let mark = Array(mark.utf8)
      while true {
        if let found = take(through: mark) { return String(decoding: found, as: UTF8.self) }
        guard try receive() else { throw Failure(description: "ended before \(mark.count) bytes of a mark") }
      }
    }
  }

  func read(count: Int) async throws -> [UInt8] {
    try await offPool { [self] in
      while true {
        let taken = received.withLock { bytes -> [UInt8]? in
          guard bytes.count >= count else { return nil }
          defer { bytes.removeFirst(count) }
          return Array(bytes.prefix(count))
        }
        if let taken { return taken }
        guard try receive() else { throw Failure(description: "ended before \(count) bytes") }
      }
    }
  }

  /// Everything until the server closes.
  func readToEnd() async throws -> [UInt8] {
    try await offPool { [self] in
      while try receive() {}
      return received.withLock { bytes in
        defer { bytes = [] }
        return bytes
      }
    }
  }

  /// One answer with a length. `hasBody`: false after HEAD.
  func response(hasBody: Bool = true) async throws -> WireResponse {
    let head = try await read(until: "\r\n\r\n")
    var response = try WireResponse(head: head)
    if hasBody, response.status != 204, response.status != 304 {
      response.body = try await read(count: Int(response["Content-Length"] ?? "") ?? 0)
    }
    return response
  }

  private func take(through mark: [UInt8]) -> [UInt8]? {
    received.withLock { bytes in
      guard let end = bytes.firstRange(of: mark)?.upperBound else { return nil }
      defer { bytes.removeFirst(end) }
      return Array(bytes[..<end])
    }
  }

  /// False: the server has closed.
  private func receive() throws -> Bool {
    var poller = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    guard unsafe poll(&poller, 1, Self.patienceMilliseconds) == 1 else {
      throw Failure(description: "nothing came within \(Self.patienceMilliseconds) ms")
    }
    var buffer = [UInt8](repeating: 0, count: 64 * 1024)
    let count = unsafe buffer.withUnsafeMutableBytes { buffer in
      unsafe recv(descriptor, buffer.baseAddress, buffer.count, 0)
    }
    if count < 0 && errno == ECONNRESET { return false }
    guard count >= 0 else { throw Failure(description: "recv: \(unsafe String(cString: strerror(errno)))") }
    received.withLock { $0 += buffer[..<count] }
    return count > 0
  }
}
