import Foundation

/// One TCP socket of the loopback; closed when let go.
final class LoopbackSocket {
  /// Owned.
  let descriptor: Int32

  struct Failure: Error, CustomStringConvertible {
    var description: String

    init(_ operation: String) {
      description =
        "\(operation) on the loopback: \(unsafe String(cString: strerror(errno))); are enough files allowed (ulimit -n)?"
    }
  }

  init(owning descriptor: Int32) { self.descriptor = descriptor }

  deinit { close(descriptor) }

  /// Connected to a port of this machine.
  static func connected(to port: UInt16) throws(Failure) -> LoopbackSocket {
    let socket = try make()
    var address = address(port)
    let size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let code = unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { unsafe connect(socket.descriptor, $0, size) }
    }
    guard code == 0 else { throw Failure("connect") }
    return socket
  }

  /// Listening on a port that the system chooses.
  static func listening(backlog: Int32) throws(Failure) -> (LoopbackSocket, port: UInt16) {
    let socket = try make()
    var address = address(0)
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let code = unsafe withUnsafeMutablePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
        guard unsafe bind(socket.descriptor, pointer, size) == 0, listen(socket.descriptor, backlog) == 0 else {
          return Int32(-1)
        }
        return unsafe getsockname(socket.descriptor, pointer, &size)
      }
    }
    guard code == 0 else { throw Failure("listen") }
    return (socket, UInt16(bigEndian: address.sin_port))
  }

  func accepted() throws(Failure) -> LoopbackSocket {
    let accepted = accept(descriptor, nil, nil)
    guard accepted >= 0 else { throw Failure("accept") }
    return LoopbackSocket(owning: accepted)
  }

  func send(_ bytes: [UInt8]) throws(Failure) {
    let sent = unsafe Foundation.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
    guard sent == bytes.count else { throw Failure("send") }
  }

  /// Waits for bytes and appends what is there.
  /// - Throws: when the other side has closed.
  func receive(into bytes: inout [UInt8]) throws(Failure) {
    let room = 1 << 16
    let got = unsafe withUnsafeTemporaryAllocation(byteCount: room, alignment: 1) { buffer in
      let count = unsafe recv(descriptor, buffer.baseAddress, room, 0)
      if count > 0 { unsafe bytes.append(contentsOf: buffer[..<count]) }
      return count
    }
    guard got > 0 else { throw Failure("read an answer") }
  }

  /// Indices of the sockets that have something to read, after waiting for the first, at most so many milliseconds.
  static func ready(_ sockets: [LoopbackSocket], wait: Int32) throws(Failure) -> [Int] {
    var polled = sockets.map { pollfd(fd: $0.descriptor, events: Int16(POLLIN), revents: 0) }
    let count = unsafe poll(&polled, nfds_t(polled.count), wait)
    guard count > 0 else { throw Failure("wait for an answer") }
    return polled.indices.filter { polled[$0].revents != 0 }
  }

  private static func make() throws(Failure) -> LoopbackSocket {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard descriptor >= 0 else { throw Failure("socket") }
    return LoopbackSocket(owning: descriptor)
  }

  private static func address(_ port: UInt16) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    return address
  }
}
