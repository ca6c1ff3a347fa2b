import Core
import HTTPFront
import Ports
import PostgresViews
import Runtime

/// The hazards that were.
extension Command {
  static let runHistory = Command(
    name: "run history", summary: "run the stage that keeps what was a hazard, and serve it to anybody",
    discussion: """
      Start as many as there is work for: they share the partitions of network.hazards. A row is the newest revision of
      its hazard, and stays when the log forgets it.
      """,
    shape: CommandLineShape(
      options: KafkaOptions.all + DatabaseOptions.servers + [
        Option(name: "--instance", value: "NAME", help: "names this process among those of its stage (0)"),
        Option(name: "--address", value: "IP", help: "where to listen (127.0.0.1)"),
        Option(name: "--port", value: "N", help: "the port (8088)"),
      ])
  ) { arguments in
    let log = try KafkaOptions.requiredLog(arguments)
    let databases = try DatabaseOptions.open(arguments, [.history])
    defer { databases.cluster?.close() }
    let settings = databases.settings(.history)
    let meter = StageMeter()
    let server = HistoryFront.server(
      address: arguments.text("--address") ?? "127.0.0.1",
      port: UInt16(try arguments.integer("--port", in: 0...65_535) ?? 8088), views: PostgresHazardViews(settings),
      meter: meter)
    try await StageOptions.run("history", arguments, serving: server, meter: meter) { signal, meter, _ in
      let store = PostgresViewStore(settings, schema: ViewSchema.history.rawValue)
      try Stages.run(
        try Stages.history(log: log, store: store, clock: SystemClock()), until: signal, report: meter.update)
    }
  }
}

/// The HTTP face of the hazards that were.
enum HistoryFront {
  static func server(
    address: String = "127.0.0.1", port: UInt16, views: any HazardViews, meter: StageMeter
  ) -> HTTPServer {
    HealthFront.server(address: address, port: port, stage: "history", meter: meter) { router, health in
      HistoryRoutes(views: views).add(to: &router)
      health.require("hazards") {
        do throws(ViewError) {
          _ = try await views.hazards(in: [], opened: .distantPast..<(.distantFuture), after: nil, limit: 1)
          return nil
        } catch { return "the database of the hazards does not answer" }
      }
    }
  }
}
