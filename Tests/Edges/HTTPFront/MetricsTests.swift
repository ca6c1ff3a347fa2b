import HTTPFront
import Testing

@Suite("Metrics")
struct MetricsTests {
  @Test func `are written in the text format of Prometheus`() {
    let metrics = Metrics()
    metrics.counter("requests_total", help: "Requests,\nby \\ status.", labels: ["status": "200", "method": "GET"])
      .increment(by: 3)
    metrics.counter("requests_total", help: "", labels: ["status": "a\"b\\c\nd", "method": "GET"]).increment()
    metrics.gauge("queue_depth", help: "Waiting.").set(2.5)
    metrics.gauge("connections", help: "Open.") { 7 }
    let histogram = metrics.histogram("wait_seconds", help: "Waits.", labels: ["stage": "x"], bounds: [0.1, 1])
    for value in [0.05, 0.1, 0.5, 30] { histogram.observe(value) }
    #expect(
      metrics.exposition() == """
        # HELP connections Open.
        # TYPE connections gauge
        connections 7.0
        # HELP metrics_series_refused_total Series refused because a name had too many.
        # TYPE metrics_series_refused_total counter
        metrics_series_refused_total 0
        # HELP queue_depth Waiting.
        # TYPE queue_depth gauge
        queue_depth 2.5
        # HELP requests_total Requests,\\nby \\\\ status.
        # TYPE requests_total counter
        requests_total{method="GET",status="200"} 3
        requests_total{method="GET",status="a\\"b\\\\c\\nd"} 1
        # HELP wait_seconds Waits.
        # TYPE wait_seconds histogram
        wait_seconds_bucket{stage="x",le="0.1"} 2
        wait_seconds_bucket{stage="x",le="1.0"} 3
        wait_seconds_bucket{stage="x",le="+Inf"} 4
        wait_seconds_sum{stage="x"} 30.65
        wait_seconds_count{stage="x"} 4

        """)
  }

  @Test func `lose no increment of many tasks`() async {
    let metrics = Metrics()
    let counter = metrics.counter("events_total", help: "")
    let gauge = metrics.gauge("level", help: "")
    let histogram = metrics.histogram("size_bytes", help: "", bounds: [1])
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<8 {
        group.addTask {
          for _ in 0..<10_000 {
            counter.increment()
            gauge.add(0.5)
            histogram.observe(1.0)
          }
        }
      }
    }
    #expect(counter.value == 80_000)
    #expect(gauge.value == 40_000)
    #expect(histogram.count == 80_000)
  }

  @Test func `of one name stay bounded, and say how many were refused`() {
    let metrics = Metrics()
    for number in 0..<(Metrics.maximumSeriesPerName + 5) {
      metrics.counter("tiles_total", help: "", labels: ["tile": "\(number)"]).increment()
    }
    let lines = metrics.exposition().split(separator: "\n")
    #expect(lines.filter { $0.hasPrefix("tiles_total{") }.count == Metrics.maximumSeriesPerName)
    #expect(lines.contains("metrics_series_refused_total 5"))
  }

  @Test func `are served as text 0.0.4`() async throws {
    let metrics = Metrics()
    metrics.counter("seen_total", help: "Seen.").increment()
    try await withServer {
      metrics.addRoute(to: &$0)
    } _: { server in
      let response = try await server.ask("GET", "/metrics")
      #expect(response["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8")
      #expect(response.text == metrics.exposition())
    }
  }

  @Test func `with a name the format does not have are a programmer's mistake`() async {
    await #expect(processExitsWith: .failure) { _ = Metrics().counter("2fast", help: "") }
    await #expect(processExitsWith: .failure) { _ = Metrics().gauge("ok", help: "", labels: ["__x": ""]) }
    await #expect(processExitsWith: .failure) {
      let metrics = Metrics()
      _ = metrics.counter("same", help: "")
      _ = metrics.gauge("same", help: "")
    }
  }
}
