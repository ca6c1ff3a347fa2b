import Core
import HTTPFront

/// A stream server whose subscribers name their tiles, and whose snapshot is one event that says so.
func withStream(
  limits: EventStreamLimits = EventStreamLimits(), initialID: String? = nil,
  _ adjust: (inout EventStreamConfiguration) -> Void = { _ in },
  _ body: (EventStreamServer, EventStreamHub) async throws -> Void
) async throws {
  let hub = EventStreamHub(limits: limits, initialID: initialID)
  var configuration = EventStreamConfiguration()
  configuration.heartbeatInterval = .minutes(10)
  adjust(&configuration)
  let server = EventStreamServer(configuration: configuration, hub: hub) { request in
    Subscription(topics: try request.numbers("tiles", limit: 16)) {
      [StreamEvent(id: "snapshot", name: "snapshot", data: Array("now".utf8))]
    }
  }
  try server.start()
  do {
    try await body(server, hub)
    await server.stop(within: .seconds(5))
  } catch {
    await server.stop(within: .zero)
    throw error
  }
}

func hazard(_ number: Int, text: String = "hazard") -> StreamEvent {
  StreamEvent(id: "\(number)", name: "hazard", data: Array(text.utf8))
}
