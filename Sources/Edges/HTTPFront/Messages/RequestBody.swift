/// The content of a request, pulled by the handler: what is not asked for stays in the client's socket, so a slow
/// handler slows its client and holds at most one read of the connection.
///
/// One consumer, once; a second iteration goes on where the first stopped.
public struct RequestBody: Sendable, AsyncSequence {
  public typealias Element = [UInt8]
  public typealias Failure = RequestBodyError

  private let source: any RequestBodySource

  init(source: any RequestBodySource) { self.source = source }

  /// A body at hand, for handlers called without a connection.
  public init(_ bytes: [UInt8]) { source = BufferedBody(bytes) }

  /// The whole content.
  /// - Parameter limit: bytes; more is `.tooLarge`, which a handler that lets it through answers with 413.
  public func collect(upTo limit: Int) async throws(RequestBodyError) -> [UInt8] {
    var collected: [UInt8] = []
    while let chunk = try await source.nextChunk() {
      guard chunk.count <= limit - collected.count else { throw .tooLarge(limit: limit) }
      collected.append(contentsOf: chunk)
    }
    return collected
  }

  public func makeAsyncIterator() -> Iterator { Iterator(source: source) }

  public struct Iterator: AsyncIteratorProtocol {
    fileprivate let source: any RequestBodySource

    public mutating func next(isolation actor: isolated (any Actor)? = #isolation) async throws(RequestBodyError)
      -> [UInt8]?
    {
      try await source.nextChunk()
    }
  }
}

/// Why a body ended early.
public enum RequestBodyError: Error, Hashable, Sendable {
  /// More than `limit` bytes.
  case tooLarge(limit: Int)
  /// The client went away, or sent nothing for the idle timeout.
  case disconnected
  /// The task that reads was cancelled.
  case cancelled
  /// The server is stopping and its deadline has passed.
  case stopping
}

protocol RequestBodySource: AnyObject, Sendable {
  /// The next piece, never empty; nil at the end. One caller at a time.
  func nextChunk() async throws(RequestBodyError) -> [UInt8]?
}
