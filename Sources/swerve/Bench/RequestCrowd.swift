import Core

/// Clients that keep their connections and ask again as soon as they have an answer, all in one thread.
final class RequestCrowd {
  /// Longest wait for an answer, milliseconds; after it something is broken.
  private static let patience: Int32 = 30_000

  struct Answer {
    var status: Int
    var head: String
    var body: [UInt8]
  }

  private final class Client {
    let socket: LoopbackSocket
    var received: [UInt8] = []
    var timer = BenchTimer()

    init(_ socket: LoopbackSocket) { self.socket = socket }
  }

  private let clients: [Client]

  /// - Throws: when a connection cannot be made.
  init(_ count: Int, port: UInt16) throws {
    clients = try (0..<count).map { _ in Client(try LoopbackSocket.connected(to: port)) }
  }

  /// Asks so many times over all connections.
  /// - Parameter request: the bytes of the request of that number.
  /// - Returns: milliseconds from each request to the last byte of its answer.
  /// - Throws: when an answer is not 200.
  func ask(_ count: Int, request: (Int) -> [UInt8]) throws -> [Double] {
    var asked = 0
    var latencies: [Double] = []
    latencies.reserveCapacity(count)
    for client in clients.prefix(count) {
      try begin(client, request(asked))
      asked += 1
    }
    while latencies.count < count {
      for index in try LoopbackSocket.ready(clients.map(\.socket), wait: Self.patience) {
        let client = clients[index]
        try client.socket.receive(into: &client.received)
        guard let answer = Self.answer(in: client.received) else { continue }
        guard answer.status == 200 else { throw CommandFailure(.failure, "the server answered \(answer.status)") }
        latencies.append(client.timer.elapsed.wall * 1_000)
        if asked < count {
          try begin(client, request(asked))
          asked += 1
        }
      }
    }
    return latencies
  }

  /// One question over the first connection.
  func answer(to request: [UInt8]) throws -> Answer {
    try begin(clients[0], request)
    while true {
      try clients[0].socket.receive(into: &clients[0].received)
      if let answer = Self.answer(in: clients[0].received) { return answer }
    }
  }

  private func begin(_ client: Client, _ request: [UInt8]) throws {
    client.received.removeAll(keepingCapacity: true)
    client.timer = BenchTimer()
    try client.socket.send(request)
  }

  /// Nil until all of it is there.
  private static func answer(in bytes: [UInt8]) -> Answer? {
    let blank = Array("\r\n\r\n".utf8)
    guard let end = bytes.indices.first(where: { bytes[$0] == 13 && bytes[$0...].starts(with: blank) }) else {
      return nil
    }
    let head = String(decoding: bytes[..<end], as: UTF8.self)
    let lines = head.split(separator: "\r\n")
    guard let status = lines.first?.split(separator: " ").dropFirst().first.flatMap({ Int($0) }) else { return nil }
    let length =
      lines.lazy.compactMap { line -> Int? in
        let field = line.split(separator: ":", maxSplits: 1)
        guard field.count == 2, field[0].lowercased() == "content-length" else { return nil }
        return Int(field[1].drop { $0 == " " })
      }.first ?? 0
    let start = end + blank.count
    guard bytes.count >= start + length else { return nil }
    return Answer(status: status, head: head, body: Array(bytes[start..<start + length]))
  }
}
