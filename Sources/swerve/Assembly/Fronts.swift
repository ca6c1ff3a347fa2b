import Core
import HTTPFront
import Synchronization

/// The HTTP face of a stage that only moves records.
enum HealthFront {
  /// - Parameter more: routes of a stage that answers questions itself.
  static func server(
    address: String = "127.0.0.1", port: UInt16, stage: String, meter: StageMeter,
    more: (inout Router, inout HealthChecks) -> Void = { _, _ in }
  ) -> HTTPServer {
    var router = Router()
    var health = HealthChecks()
    more(&router, &health)
    health.require("turning") { meter.hasTurned ? nil : "the loop has not turned yet" }
    health.addRoutes(to: &router)
    let metrics = Metrics()
    meter.show(in: metrics, stage: stage)
    metrics.addRoute(to: &router)
    var configuration = HTTPServerConfiguration()
    configuration.address = address
    configuration.port = port
    return HTTPServer(configuration: configuration, router: router)
  }
}

/// The HTTP face of the issuer.
enum IssuerFront {
  static func server(address: String = "127.0.0.1", port: UInt16, issuer: IssuerService) -> HTTPServer {
    var router = Router()
    issuer.addRoutes(to: &router)
    var health = HealthChecks()
    health.require("accounts") { issuer.isReady ? nil : "the account events have not been read to their end yet" }
    health.addRoutes(to: &router)
    let metrics = Metrics()
    metrics.gauge("swerve_credentials_issued_total", help: "Credential requests answered.") {
      Double(issuer.issued.load(ordering: .relaxed))
    }
    metrics.addRoute(to: &router)
    var configuration = HTTPServerConfiguration()
    configuration.address = address
    configuration.port = port
    return HTTPServer(configuration: configuration, router: router)
  }
}

/// The HTTP face of the alerts: questions on one port, streams on another, because ten thousand quiet streams want
/// little memory each and a request wants more.
final class PublicFront: Sendable {
  static let streamPath = "/v1/hazards/stream"

  private let server: HTTPServer
  private let streams: EventStreamServer

  var port: UInt16 { server.port }
  var streamPort: UInt16 { streams.port }
  /// Of both ports.
  var routes: [RouteName] { server.routes + streams.routes }

  /// - Parameters:
  ///   - moreStreams: streams of a demo, on the same port.
  ///   - more: adds the routes of a demo or of a later stage.
  init(
    address: String = "127.0.0.1", port: UInt16, streamPort: UInt16, alerts: AlertService,
    metrics: Metrics = Metrics(), moreStreams: [EventStreamServer.Stream] = [],
    more: (inout Router) -> Void = { _ in }
  ) throws {
    var router = Router()
    alerts.addRoutes(to: &router)
    more(&router)
    var health = HealthChecks()
    health.require("hazards") { alerts.isReady ? nil : "the log of hazards has not been read to its end yet" }
    health.addRoutes(to: &router)
    metrics.gauge("swerve_hazards_living", help: "Hazards that are not cleared.") { Double(alerts.living) }
    metrics.gauge("swerve_alert_subscribers", help: "Open streams.") { Double(alerts.hub.statistics.subscribers) }
    metrics.gauge("swerve_alerts_published_total", help: "Hazard revisions pushed.") {
      Double(alerts.hub.statistics.published)
    }
    metrics.gauge("swerve_alerts_delivered_total", help: "Revisions times subscribers.") {
      Double(alerts.hub.statistics.delivered)
    }
    metrics.addRoute(to: &router)

    var configuration = HTTPServerConfiguration()
    configuration.address = address
    configuration.port = port
    server = HTTPServer(configuration: configuration, router: router)

    var streaming = EventStreamConfiguration()
    streaming.address = address
    streaming.port = streamPort
    // Hazards are public, and the page comes from the other port.
    streaming.crossOrigin = .everybody
    let hazards = EventStreamServer.Stream(path: Self.streamPath, hub: alerts.hub) { try alerts.subscription($0) }
    streams = EventStreamServer(configuration: streaming, streams: [hazards] + moreStreams)
  }

  func start() throws {
    try streams.start()
    try server.start()
  }

  func stop() async {
    await streams.stop()
    await server.stop()
  }
}
