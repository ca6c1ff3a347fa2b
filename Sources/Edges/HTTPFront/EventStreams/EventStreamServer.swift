public import Core
internal import Synchronization

/// Serves a hub's events as `text/event-stream` on a listener of its own, with little memory for each connection: a
/// stream sleeps in the library until it has something to say.
public final class EventStreamServer: Sendable {
  /// Says what a subscriber hears; what it throws is answered as by a route's handler.
  public typealias Subscribe = @Sendable (SubscriptionRequest) async throws -> Subscription

  /// One path and the hub that speaks there.
  public struct Stream: Sendable {
    public let path: String
    public let hub: EventStreamHub
    public let subscribe: Subscribe

    public init(path: String, hub: EventStreamHub, subscribe: @escaping Subscribe) {
      self.path = path
      self.hub = hub
      self.subscribe = subscribe
    }
  }

  public let configuration: EventStreamConfiguration
  private let hubs: [EventStreamHub]
  private let server: HTTPServer
  private let heartbeats = Mutex<Task<Void, Never>?>(nil)

  /// A server of one stream, at the configuration's path.
  public convenience init(
    configuration: EventStreamConfiguration, hub: EventStreamHub, subscribe: @escaping Subscribe
  ) {
    self.init(
      configuration: configuration, streams: [Stream(path: configuration.path, hub: hub, subscribe: subscribe)])
  }

  /// A server of several streams, each on its own path.
  public init(configuration: EventStreamConfiguration, streams: [Stream]) {
    self.configuration = configuration
    hubs = streams.map(\.hub)
    var router = Router()
    for stream in streams {
      router.get(stream.path) { request in
        try await Self.answer(request, configuration, stream.hub, stream.subscribe)
      }
      router.on(.options, stream.path) { request in
        Self.preflight(request, configuration)
      }
    }
    server = HTTPServer(configuration: Self.serverConfiguration(configuration), router: router)
  }

  public func start() throws(HTTPServerError) {
    for hub in hubs { hub.open() }
    try server.start()
    let (hubs, interval) = (hubs, configuration.heartbeatInterval)
    let turnLength = Duration.milliseconds(max(1, interval.milliseconds / Int64(EventStreamHub.heartbeatTurns)))
    heartbeats.withLock {
      $0 = Task {
        var turn: UInt64 = 0
        while !Task.isCancelled {
          try? await Task.sleep(for: turnLength)
          for hub in hubs { hub.heartbeat(turn: turn) }
          turn &+= 1
        }
      }
    }
  }

  public var port: UInt16 { server.port }

  package var routes: [RouteName] { server.routes }

  /// Ends every stream with a goodbye; clients come back after `retryDelay`.
  public func stop(within deadline: Timestamp.Span = .seconds(5)) async {
    heartbeats.withLock { $0.take() }?.cancel()
    for hub in hubs { hub.close() }
    await server.stop(within: deadline)
  }

  deinit { heartbeats.withLock { $0.take() }?.cancel() }

  private static func answer(
    _ request: Request, _ configuration: EventStreamConfiguration, _ hub: EventStreamHub, _ subscribe: Subscribe
  ) async throws -> Response {
    let wish = SubscriptionRequest(query: request.query, headers: request.headers)
    let subscription = try await subscribe(wish)
    var headers: HTTPHeaders = [
      "Content-Type": "text/event-stream", "Cache-Control": "no-store",
      // nginx would hold events back otherwise.
      "X-Accel-Buffering": "no",
    ]
    allowOrigin(of: request, configuration, &headers)
    // A HEAD has no stream to hold a place for.
    guard request.method != .head else { return Response(.ok, headers: headers) }
    let body = try await hub.subscribe(
      subscription, lastEventID: wish.lastEventID, configuration: configuration)
    return Response(.ok, headers: headers, body: ResponseBody(content: .stream(body)))
  }

  private static func preflight(_ request: Request, _ configuration: EventStreamConfiguration) -> Response {
    var headers: HTTPHeaders = ["Allow": "GET, HEAD, OPTIONS"]
    allowOrigin(of: request, configuration, &headers)
    if headers["Access-Control-Allow-Origin"] != nil {
      headers["Access-Control-Allow-Methods"] = "GET"
      headers["Access-Control-Allow-Headers"] = "Last-Event-ID, Cache-Control"
      headers["Access-Control-Max-Age"] = "86400"
    }
    return Response(.noContent, headers: headers)
  }

  private static func allowOrigin(
    of request: Request, _ configuration: EventStreamConfiguration, _ headers: inout HTTPHeaders
  ) {
    switch configuration.crossOrigin {
    case .nobody: break
    case .everybody: headers["Access-Control-Allow-Origin"] = "*"
    case .origins(let origins):
      headers["Vary"] = "Origin"
      if let origin = request.headers["Origin"], origins.contains(origin) {
        headers["Access-Control-Allow-Origin"] = origin
      }
    }
  }

  private static func serverConfiguration(_ configuration: EventStreamConfiguration) -> HTTPServerConfiguration {
    var server = HTTPServerConfiguration()
    server.address = configuration.address
    server.port = configuration.port
    server.listenBacklog = 4_096
    server.threadCount = configuration.threadCount
    server.maximumConnections = configuration.maximumStreams + configuration.spareConnections
    server.maximumRequestsInFlight = configuration.maximumStreams
    server.connectionMemoryBytes = configuration.connectionMemoryBytes
    server.maximumTargetBytes = configuration.connectionMemoryBytes / 2
    server.maximumHeadBytes = configuration.connectionMemoryBytes / 2
    server.maximumBodyBytes = 0
    server.idleTimeout = configuration.stallTimeout
    return server
  }
}
