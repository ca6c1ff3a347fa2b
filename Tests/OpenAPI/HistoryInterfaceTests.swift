import Core
import TestSupport
import Testing

@testable import swerve

@Suite(
  "The document of the interface, of the hazards that were",
  .enabled(if: YAMLFile.isReadable, "python3-yaml is missing; infra/setup test installs it"))
struct HistoryInterfaceTests {
  private static let name = "GET /v1/hazard-history"
  private static let box = "?bbox=-30.01,45.99,-29.99,46.01"

  @Test func `shows everybody the hazards of a box and a time, page by page`() async throws {
    let interface = try Interface()
    let network = try Network()
    try network.start()
    for number in 1...1_200 {
      // Every third in the same tile, but outside of the box.
      let place = number.isMultiple(of: 3) ? Hazards.place.moved(east: 0, north: -60_000) : Hazards.place
      network.history.add(Hazards.revision(2, of: UInt64(number), .cleared, at: place))
    }
    var seen: [String] = []
    var cursor: String?
    repeat {
      let query = Self.box + (cursor.map { "&cursor=\($0)" } ?? "")
      let answer = try await Client.send("GET", network.base + "/v1/hazard-history" + query)
      #expect(answer.status == 200)
      #expect(interface.faults(of: answer, to: Self.name) == [])
      let body = try answer.json()
      seen += (body["features"]?.items ?? []).compactMap { $0["id"]?.text }
      cursor = body["next"]?.text
    } while cursor != nil
    #expect(seen.count == 800 && Set(seen).count == 800)
    let hour = "&from=2026-01-01T01:00:00Z&until=2026-01-01T02:00:00Z"
    let answer = try await Client.send("GET", network.base + "/v1/hazard-history" + Self.box + hour)
    #expect(try answer.json()["features"]?.items.count == 40)
    await network.stop()
  }

  @Test func `refuses questions that are none`() async throws {
    let interface = try Interface()
    let network = try Network()
    try network.start()
    for query in [
      "", "?bbox=1,2,3", "?bbox=-30,40,-20,50", Self.box + "&cursor=abc", Self.box + "&from=yesterday",
      Self.box + "&from=2026-01-02T00:00:00Z&until=2026-01-01T00:00:00Z",
    ] {
      let answer = try await Client.send("GET", network.base + "/v1/hazard-history" + query)
      #expect(answer.status == 400, "\(query)")
      #expect(interface.faults(of: answer, to: Self.name) == [])
    }
    await network.stop()
  }
}
