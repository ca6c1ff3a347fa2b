public import Core
internal import Synchronization

/// An HTTP/1.1 server of requests, uploads and files on libmicrohttpd. TLS and HTTP/2 belong to the proxy in front.
///
/// Every error of its own is a problem document, with one exception: what the library itself refuses before a request
/// exists (not HTTP, a head larger than `connectionMemoryBytes`, a broken chunk) ends with its own short page or
/// without an answer.
public final class HTTPServer: Sendable {
  public let configuration: HTTPServerConfiguration
  private let router: Router
  private let running = Mutex<Running?>(nil)

  private struct Running {
    let dispatcher: Dispatcher
    let daemon: Daemon
    let port: UInt16
    let sweeper: Task<Void, Never>
  }

  public init(configuration: HTTPServerConfiguration = HTTPServerConfiguration(), router: Router) {
    self.configuration = configuration
    self.router = router
  }

  /// Listens and serves until `stop`.
  /// - Precondition: it is not running.
  public func start() throws(HTTPServerError) {
    let socket = try ListeningSocket(
      address: configuration.address, port: configuration.port, backlog: configuration.listenBacklog)
    let port = socket.port
    let dispatcher = Dispatcher(configuration: configuration, router: router)
    let daemon = try Daemon(configuration, socket: socket, dispatcher: dispatcher)
    running.withLock { running in
      precondition(running == nil, "a server is started once at a time")
      running = Running(
        dispatcher: dispatcher, daemon: daemon, port: port, sweeper: Self.sweep(dispatcher))
    }
  }

  /// The port it listens on; 0 while it is not running.
  public var port: UInt16 { running.withLock { $0?.port ?? 0 } }

  package var routes: [RouteName] { router.inventory }

  /// Requests whose answers are not out yet.
  public var requestsInFlight: Int { running.withLock { $0?.dispatcher.exchangeCount ?? 0 } }

  /// Closes new connections at once, answers new requests on old ones with 503, and lets the ones in flight finish.
  /// - Parameter deadline: what is not finished by then is cut off.
  public func stop(within deadline: Timestamp.Span = .seconds(10)) async {
    let taken = running.withLock { running in
      running?.dispatcher.beginDraining()
      return running.take()
    }
    guard let ending = taken else { return }
    let alarm = Task {
      try? await Task.sleep(for: .milliseconds(deadline.milliseconds))
      if !Task.isCancelled { ending.dispatcher.abort() }
    }
    await ending.dispatcher.waitUntilEmpty()
    alarm.cancel()
    Self.end(ending)
  }

  deinit {
    if let ending = running.withLock({ $0.take() }) { Self.end(ending) }
  }

  private static func end(_ ending: Running) {
    ending.sweeper.cancel()
    ending.dispatcher.abort()
    ending.daemon.stop()
  }

  /// How often late handlers are looked for.
  private static let sweepInterval = Duration.milliseconds(500)

  private static func sweep(_ dispatcher: Dispatcher) -> Task<Void, Never> {
    Task {
      while !Task.isCancelled {
        try? await Task.sleep(for: sweepInterval)
        dispatcher.expireLateHandlers(now: .now)
      }
    }
  }
}
