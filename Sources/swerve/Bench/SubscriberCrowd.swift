import Foundation

/// Many subscribers of one stream in one thread: they only count.
final class SubscriberCrowd {
  /// Longest wait for bytes, milliseconds; after it something is broken.
  private static let patience: Int32 = 30_000
  private static let readBytes = 65_536

  private let sockets: [LoopbackSocket]
  private var polled: [pollfd]
  private var buffer = [UInt8](repeating: 0, count: readBytes)
  private let marker: UInt8
  /// Markers received so far, all subscribers together.
  private(set) var received = 0

  /// - Parameters:
  ///   - marker: a byte that each message holds a known number of times, and nothing between messages does.
  ///   - connect: makes one connection, its request sent.
  init(_ count: Int, marker: UInt8, connect: () throws -> LoopbackSocket) throws {
    self.marker = marker
    sockets = try (0..<count).map { _ in try connect() }
    polled = sockets.map { pollfd(fd: $0.descriptor, events: Int16(POLLIN), revents: 0) }
  }

  /// Reads until so many markers have come in all.
  func read(until expected: Int) throws {
    while received < expected { try readOnce(wait: Self.patience) }
  }

  /// Reads what is there, waits at most so many milliseconds for the first.
  func readOnce(wait: Int32) throws {
    let ready = unsafe poll(&polled, nfds_t(polled.count), wait)
    if ready < 0, errno == EINTR { return }
    guard ready > 0 || ready == 0 && wait < Self.patience else { throw LoopbackSocket.Failure("wait for a delivery") }
    for entry in polled where entry.revents != 0 {
      let count = unsafe recv(entry.fd, &buffer, Self.readBytes, 0)
      guard count > 0 else { throw LoopbackSocket.Failure("read a delivery") }
      for byte in buffer[..<count] where byte == marker { received += 1 }
    }
  }
}
