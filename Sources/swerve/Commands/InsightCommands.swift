import Core
import HTTPFront
import Ports
import PostgresViews
import Runtime

/// The network plane's figures.
extension Command {
  static let runInsights = Command(
    name: "run insights", summary: "run the stage that counts braking and speed per place, and serve it to insurers",
    discussion: """
      Start as many as there is work for: they share the partitions of network.admitted. Insurers show a key of
      `swerve access insurer-key`. A figure is seen only where ten distinct contributions stand behind it.
      """,
    shape: CommandLineShape(
      options: KafkaOptions.all + DatabaseOptions.servers + [
        Option(name: "--instance", value: "NAME", help: "names this process among those of its stage (0)"),
        Option(name: "--address", value: "IP", help: "where to listen (127.0.0.1)"),
        Option(name: "--port", value: "N", help: "the port (8086)"),
      ])
  ) { arguments in
    let log = try KafkaOptions.requiredLog(arguments)
    let databases = try DatabaseOptions.open(arguments, [.insights, .insurers])
    defer { databases.cluster?.close() }
    let insurers = InsurerAccess(store: PostgresInsurerKeyStore(databases.settings(.insurers)))
    let views = PostgresInsightViews(databases.settings(.insights))
    let meter = StageMeter()
    let server = InsightFront.server(
      address: arguments.text("--address") ?? "127.0.0.1",
      port: UInt16(try arguments.integer("--port", in: 0...65_535) ?? 8086), insurers: insurers, views: views,
      meter: meter)
    let settings = databases.settings(.insights)
    try await StageOptions.run("insights", arguments, serving: server, meter: meter) { signal, meter, _ in
      let store = PostgresViewStore(settings, schema: ViewSchema.insights.rawValue)
      try Stages.run(
        try Stages.insights(log: log, store: store, clock: SystemClock()), until: signal, report: meter.update)
    }
  }
}

/// The HTTP face of the figures.
enum InsightFront {
  static func server(
    address: String = "127.0.0.1", port: UInt16, insurers: InsurerAccess, views: any InsightViews, meter: StageMeter
  ) -> HTTPServer {
    HealthFront.server(address: address, port: port, stage: "insights", meter: meter) { router, health in
      addRoutes(to: &router, insurers: insurers, views: views)
      health.require("figures") {
        do throws(ViewError) {
          _ = try await views.segmentHours(in: [], after: nil, limit: 1)
          return nil
        } catch { return "the database of the figures does not answer" }
      }
    }
  }

  static func addRoutes(to router: inout Router, insurers: InsurerAccess, views: any InsightViews) {
    InsightRoutes(views: views) { _ = try await insurers.insurer($0, .readInsights) }.add(to: &router)
  }
}
