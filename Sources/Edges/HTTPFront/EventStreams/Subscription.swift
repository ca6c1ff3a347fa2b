/// What one subscriber wants to hear, as the owner of a stream answers a request for it.
public struct Subscription: Sendable {
  /// Events of these topics; an event without topics goes to everybody.
  public let topics: Set<UInt64>
  /// What is true now, for a subscriber that cannot be given just what it missed. Asked after the subscription has
  /// begun: an event of that very moment may come both in the snapshot and after it.
  public let snapshot: @Sendable () async throws -> [StreamEvent]

  public init(topics: Set<UInt64>, snapshot: @escaping @Sendable () async throws -> [StreamEvent]) {
    self.topics = topics
    self.snapshot = snapshot
  }
}

/// A request for a stream.
public struct SubscriptionRequest: Sendable {
  public let query: QueryParameters
  public let headers: HTTPHeaders

  /// The last event the client has seen, by its header or, for clients that cannot set one, by `?lastEventID=`.
  public var lastEventID: String? { headers["Last-Event-ID"] ?? query["lastEventID"] }

  /// The unsigned decimal numbers of a parameter: `?tiles=1,2` and `?tiles=1&tiles=2` say the same.
  /// - Throws: 400: not numbers, or more than `limit` of them.
  public func numbers(_ name: String, limit: Int = 256) throws(ProblemDetails) -> Set<UInt64> {
    var numbers: Set<UInt64> = []
    for text in query.values(name).flatMap({ $0.split(separator: ",") }) {
      guard let number = UInt64(text) else {
        throw ProblemDetails(.badRequest, detail: "\"\(name)\" is a list of unsigned decimal numbers.")
      }
      numbers.insert(number)
      if numbers.count > limit {
        throw ProblemDetails(
          .badRequest, detail: "\"\(name)\" takes \(limit) numbers at most.", extensions: ["limit": .integer(limit)])
      }
    }
    return numbers
  }
}
