internal import Glibc
internal import Synchronization

/// Many subscribers that listen on one thread.
final class SubscriberSwarm: Sendable {
  private let clients: [WireClient]
  private let heard: Mutex<[[UInt8]]>

  init(port: UInt16, count: Int, target: String) throws {
    clients = try (0..<count).map { _ in
      let client = try WireClient(port: port)
      try client.send("GET \(target) HTTP/1.1\r\nHost: localhost\r\n\r\n")
      return client
    }
    heard = Mutex(Array(repeating: [], count: count))
  }

  /// How many have heard the text, once all have or patience ends. What was heard is forgotten then.
  func waitForAll(toHear text: String) async throws -> Int {
    try await offPool { [self] in
      let mark = Array(text.utf8)
      return heard.withLock { heard in
        defer { heard = Array(repeating: [], count: clients.count) }
        var waiting = Set(clients.indices)
        while !waiting.isEmpty {
          let order = Array(waiting)
          var pollers = order.map { pollfd(fd: clients[$0].descriptor, events: Int16(POLLIN), revents: 0) }
          guard unsafe poll(&pollers, nfds_t(pollers.count), WireClient.patienceMilliseconds) > 0 else { break }
          for (poller, index) in zip(pollers, order) where poller.revents != 0 {
            var buffer = [UInt8](repeating: 0, count: 4_096)
            let count = unsafe recv(clients[index].descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
            guard count > 0 else { return clients.count - waiting.count }
            heard[index] += buffer[..<count]
            if heard[index].firstRange(of: mark) != nil { waiting.remove(index) }
          }
        }
        return clients.count - waiting.count
      }
    }
  }
}
