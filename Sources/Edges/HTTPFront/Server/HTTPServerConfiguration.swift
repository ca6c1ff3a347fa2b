public import Core

/// Where a server listens, and every limit it keeps.
public struct HTTPServerConfiguration: Sendable {
  /// A literal IPv4 or IPv6 address. Loopback: TLS and the world belong to the proxy in front.
  public var address: String = "127.0.0.1"
  /// 0 lets the system choose; `HTTPServer.port` tells which.
  public var port: UInt16 = 0
  /// Connections the kernel holds before they are accepted.
  public var listenBacklog: Int32 = 1_024

  /// Threads that move bytes; handlers run on Swift's own pool.
  public var threadCount: Int = 2
  /// Open connections; more wait in the backlog.
  public var maximumConnections: Int = 4_096
  /// Open connections of one client address; 0 means no limit, which is right behind a proxy.
  public var maximumConnectionsPerAddress: Int = 0
  /// Requests whose handlers run at once; more are answered 503.
  public var maximumRequestsInFlight: Int = 1_024

  /// Bytes of the request line's target; more is answered 414.
  public var maximumTargetBytes: Int = 8 * 1_024
  /// Bytes of all header fields; more is answered 431.
  public var maximumHeadBytes: Int = 16 * 1_024
  /// Bytes each connection may hold for its head and its buffers. A head that does not even fit here is refused by the
  /// library with a page of its own, so keep it well above the two limits before it.
  public var connectionMemoryBytes: Int = 64 * 1_024
  /// Bytes of content a request may have; a route may set its own. More is answered 413.
  public var maximumBodyBytes: Int = 1_024 * 1_024
  /// Content nobody asked for that is read and thrown away to keep the connection, in bytes; beyond it the answer
  /// goes out at once and the connection ends.
  public var maximumDrainedBytes: Int = 64 * 1_024
  /// Content thrown away after such an answer, so that the client can still read it, in bytes.
  public var maximumLingeringBytes: Int = 4 * 1_024 * 1_024

  /// How long a client may be silent in the middle of a request, or between requests: then 408, or just the end.
  public var idleTimeout: Timestamp.Span = .seconds(30)
  /// How long a handler may work since the last piece of content came: then it is cancelled and answered 503.
  public var handlerTimeout: Timestamp.Span = .seconds(30)

  /// Told of each finished request, on a thread of the server: count it, do not wait in it.
  public var accessLog: (@Sendable (AccessRecord) -> Void)?

  public init() {}
}
