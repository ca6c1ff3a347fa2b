internal import Glibc

/// A bound, listening TCP socket. Ours until a daemon takes it over; closed here otherwise.
struct ListeningSocket: ~Copyable {
  let descriptor: Int32
  let port: UInt16

  init(address: String, port: UInt16, backlog: Int32) throws(HTTPServerError) {
    let operation = "listen on \(address) port \(port)"
    guard let family = Self.family(of: address) else {
      throw HTTPServerError(
        operation: operation, reason: "not an IP address", hint: "give an IPv4 or IPv6 address, such as 127.0.0.1")
    }
    let descriptor = socket(family, Int32(SOCK_STREAM.rawValue) | Self.flags, 0)
    guard descriptor >= 0 else { throw Self.failure(operation) }
    var bound: UInt16 = 0
    guard Self.bind(descriptor, family, address, port), listen(descriptor, backlog) == 0,
      Self.readPort(descriptor, into: &bound)
    else {
      let error = Self.failure(operation)
      close(descriptor)
      throw error
    }
    self.descriptor = descriptor
    self.port = bound
  }

  /// Gives the descriptor to the caller, who has to see to its end.
  consuming func release() -> Int32 {
    let descriptor = descriptor
    discard self
    return descriptor
  }

  deinit { close(descriptor) }

  private static var flags: Int32 { Int32(SOCK_CLOEXEC.rawValue) | Int32(SOCK_NONBLOCK.rawValue) }

  private static func family(of address: String) -> Int32? {
    var four = in_addr()
    var six = in6_addr()
    if unsafe inet_pton(AF_INET, address, &four) == 1 { return AF_INET }
    return unsafe inet_pton(AF_INET6, address, &six) == 1 ? AF_INET6 : nil
  }

  private static func bind(_ descriptor: Int32, _ family: Int32, _ address: String, _ port: UInt16) -> Bool {
    var yes: Int32 = 1
    unsafe setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
    if family == AF_INET {
      var name = sockaddr_in()
      name.sin_family = sa_family_t(AF_INET)
      name.sin_port = port.bigEndian
      unsafe inet_pton(AF_INET, address, &name.sin_addr)
      return bind(descriptor, name)
    }
    var name = sockaddr_in6()
    name.sin6_family = sa_family_t(AF_INET6)
    name.sin6_port = port.bigEndian
    unsafe inet_pton(AF_INET6, address, &name.sin6_addr)
    return bind(descriptor, name)
  }

  private static func bind<Name>(_ descriptor: Int32, _ name: Name) -> Bool {
    unsafe withUnsafeBytes(of: name) { bytes in
      guard let base = bytes.baseAddress else { return false }
      return unsafe Glibc.bind(
        descriptor, base.assumingMemoryBound(to: sockaddr.self), socklen_t(bytes.count)) == 0
    }
  }

  private static func readPort(_ descriptor: Int32, into port: inout UInt16) -> Bool {
    var storage = sockaddr_in6()
    var size = socklen_t(MemoryLayout<sockaddr_in6>.size)
    let failed = unsafe withUnsafeMutableBytes(of: &storage) { bytes -> Bool in
      guard let base = bytes.baseAddress else { return true }
      return unsafe getsockname(descriptor, base.assumingMemoryBound(to: sockaddr.self), &size) != 0
    }
    // The port stands at the same place in both families' names.
    port = storage.sin6_port.bigEndian
    return !failed
  }

  private static func failure(_ operation: String) -> HTTPServerError {
    let code = errno
    let hint =
      switch code {
      case EADDRINUSE: "another process has the port: stop it, or choose another port"
      case EACCES: "ports below 1024 need a privilege: choose a higher one"
      case EADDRNOTAVAIL: "this machine does not have the address"
      case EMFILE, ENFILE: "raise the limit of open files"
      default: "see the system's message"
      }
    return HTTPServerError(operation: operation, reason: unsafe String(cString: strerror(code)), hint: hint)
  }
}
