public import Core

/// How a stream is served, and every limit it keeps.
public struct EventStreamConfiguration: Sendable {
  public var address: String = "127.0.0.1"
  /// 0 lets the system choose.
  public var port: UInt16 = 0
  /// The one resource of this listener.
  public var path: String = "/v1/stream"
  public var threadCount: Int = 2

  /// Subscribers at once; more are answered 503. Each is an open file.
  public var maximumStreams: Int = 10_000
  /// Connections beyond `maximumStreams` that can still be told 503.
  public var spareConnections: Int = 64
  /// Bytes each connection holds: a browser's request head must fit. 2 KiB cost 3.8 KiB a subscriber in all, 8 KiB 9.8.
  public var connectionMemoryBytes: Int = 6 * 1_024
  /// Bytes the kernel may hold for one subscriber; nil leaves it to the kernel (up to 4 MiB on Linux).
  public var sendBufferBytes: Int? = 64 * 1_024

  /// A stream that was quiet for this long gets a comment line.
  public var heartbeatInterval: Timestamp.Span = .seconds(15)
  /// A connection whose client takes no byte for this long is closed.
  public var stallTimeout: Timestamp.Span = .seconds(30)
  /// What clients are told to wait before they come back.
  public var retryDelay: Timestamp.Span = .seconds(3)

  /// Who may read the stream from a web page of another origin.
  public var crossOrigin: CrossOrigin = .nobody

  public init() {}

  public enum CrossOrigin: Hashable, Sendable {
    case nobody
    case everybody
    case origins(Set<String>)
  }
}
