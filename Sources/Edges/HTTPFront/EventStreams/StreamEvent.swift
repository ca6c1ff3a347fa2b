/// One server-sent event (WHATWG HTML, section 9.2).
public struct StreamEvent: Hashable, Sendable {
  /// What a client says in `Last-Event-ID` to go on after it. Unique within the hub; no line break, no NUL.
  public let id: String
  /// The event's type as the client's listeners know it.
  public let name: String
  /// UTF-8 text, usually JSON; each of its lines becomes a line of the stream.
  public let data: [UInt8]

  /// - Precondition: id and name have no line break and no NUL, and the id is not empty.
  public init(id: String, name: String, data: [UInt8]) {
    precondition(!id.isEmpty && Self.isOneLine(id) && Self.isOneLine(name), "an event's id and name are one line each")
    self.id = id
    self.name = name
    self.data = data
  }

  static func isOneLine(_ text: String) -> Bool { !text.utf8.contains { $0 == 0x0a || $0 == 0x0d || $0 == 0 } }
}
