internal import Foundation

/// A subscriber: asks for a stream and reads it block by block, as a browser would.
final class EventStreamReader {
  struct Block: Equatable {
    var id: String?
    var event: String?
    var data: [String] = []
    var retry: String?
    var isComment = false
  }

  let client: WireClient
  let response: WireResponse
  private var text = ""

  init(
    port: UInt16, target: String = "/v1/stream", fields: [String: String] = [:], receiveBufferBytes: Int32? = nil
  ) async throws {
    client = try WireClient(port: port, receiveBufferBytes: receiveBufferBytes)
    var head = "GET \(target) HTTP/1.1\r\nHost: localhost\r\n"
    for (name, value) in fields { head += "\(name): \(value)\r\n" }
    try client.send(head + "\r\n")
    response = try WireResponse(head: try await client.read(until: "\r\n\r\n"))
  }

  /// nil: the stream has ended.
  func next() async throws -> Block? {
    while true {
      if let end = text.range(of: "\n\n") {
        defer { text.removeSubrange(..<end.upperBound) }
        return Self.parse(text[..<end.lowerBound])
      }
      let line = try await client.read(until: "\r\n")
      // CR LF is one `Character`.
      guard let size = Int(line.dropLast(), radix: 16) else {
        throw WireClient.Failure(description: "not the size of a chunk: \(line)")
      }
      text += String(decoding: try await client.read(count: size), as: UTF8.self)
      _ = try await client.read(count: 2)
      if size == 0 { return nil }
    }
  }

  /// The next blocks that a page would be told of, or that move its position.
  func events(_ count: Int) async throws -> [Block] {
    var events: [Block] = []
    while events.count < count, let block = try await next() {
      if !block.isComment, block.retry == nil { events.append(block) }
    }
    return events
  }

  private static func parse(_ text: Substring) -> Block {
    var block = Block()
    for line in text.components(separatedBy: "\n") {
      let parts = line.components(separatedBy: ": ")
      let value = parts.dropFirst().joined(separator: ": ")
      switch parts[0] {
      case "id": block.id = value
      case "event": block.event = value
      case "data": block.data.append(value)
      case "retry": block.retry = value
      default: block.isComment = line.hasPrefix(":")
      }
    }
    return block
  }
}
