import Core
import Foundation
import TestSupport
import Testing

@testable import swerve

@Suite(
  "The document of the interface, of the figures",
  .enabled(if: YAMLFile.isReadable, "python3-yaml is missing; infra/setup test installs it"))
struct InsightInterfaceTests {
  private static let name = "GET /v1/insights/segments"
  private static let box = "?bbox=-30.05,45.98,-29.95,46.02"

  @Test func `shows an insurer figures page by page`() async throws {
    let interface = try Interface()
    let network = try Network()
    try network.start()
    let cell = GridPlace.Cell(containing: Coordinate(latitudeE7: 460_000_000, longitudeE7: -300_000_000))
    for hour in 0..<HourOfWeek.count {
      for octant in 0..<4 {
        network.figures.add(
          SegmentHour(
            segment: UInt64(1) << 60 | cell.key << 3 | UInt64(octant), hour: try #require(HourOfWeek(rawValue: hour)),
            passes: 12, meanSpeed: .metersPerSecond(13.4), brakingShare: 0.25))
      }
    }
    let key = try await network.insurers.key(name: "test", at: SystemClock().now())
    let headers = ["Authorization": "Bearer \(key.text)"]
    var seen: Set<String> = []
    var count = 0
    var cursor: String?
    repeat {
      let query = Self.box + (cursor.map { "&cursor=\($0)" } ?? "")
      let answer = try await Client.send("GET", network.base + "/v1/insights/segments" + query, headers: headers)
      #expect(answer.status == 200)
      #expect(interface.faults(of: answer, to: Self.name) == [])
      let body = try answer.json()
      let rows = body["segments"]?.items ?? []
      count += rows.count
      for row in rows { seen.insert("\(row["segment"]?.text ?? "") \(String(describing: row["hour_of_week"]))") }
      cursor = body["next"]?.text
    } while cursor != nil
    #expect(count == 672 && seen.count == 672)
    await network.stop()
  }

  @Test func `refuses who is no insurer, and questions that are none`() async throws {
    let interface = try Interface()
    let network = try Network()
    try network.start()
    let key = try await network.insurers.key(name: "test", at: SystemClock().now())
    let own = ["Authorization": "Bearer \(key.text)"]
    let wrong = ["Authorization": "Bearer swi_" + String(repeating: "0", count: 64)]
    let questions: [(query: String, headers: [String: String], status: Int)] = [
      (Self.box, [:], 401), (Self.box, wrong, 401), ("", own, 400), ("?bbox=1,2,3", own, 400),
      ("?bbox=-30,40,-20,50", own, 400), (Self.box + "&cursor=abc", own, 400),
    ]
    for question in questions {
      let answer = try await Client.send(
        "GET", network.base + "/v1/insights/segments" + question.query, headers: question.headers)
      #expect(answer.status == question.status, "\(question.query)")
      #expect(interface.faults(of: answer, to: Self.name) == [])
    }
    // An owner's session opens nothing here.
    let link = network.base + OwnerAccess.path(of: try await network.owners.link(for: RecordID(high: 5, low: 6)))
    let answer = try await Client.send("GET", link, headers: ["Sec-Fetch-Site": "none"])
    let cookie = String(answer.headers["set-cookie"]?.prefix { $0 != ";" } ?? "")
    let asOwner = try await Client.send(
      "GET", network.base + "/v1/insights/segments" + Self.box, headers: ["Cookie": cookie])
    #expect(asOwner.status == 401)
    await network.stop()
  }
}
