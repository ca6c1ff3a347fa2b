import Core
import Foundation
import TestSupport
import Testing

@testable import swerve

@Suite(
  "The document of the interface, of the archive",
  .enabled(if: YAMLFile.isReadable, "python3-yaml is missing; infra/setup test installs it"))
struct ArchiveInterfaceTests {
  private static let account = RecordID(high: 5, low: 6)

  private static func trip(_ number: Int) -> TripRow {
    TripRow(
      tripID: RecordID(high: 1, low: UInt64(number)), vehicleID: RecordID(high: 2, low: 3),
      startedAt: Timestamp(milliseconds: 1_767_225_600_000 + Int64(number) * 1_000),
      endedAt: Timestamp(milliseconds: 1_767_229_200_000), distance: .meters(12_345.6), duration: .minutes(20),
      endReason: .parked, score: 78.7, incidents: [.hardBraking: 1], startRecord: [1], endRecord: nil)
  }

  private static func incident(_ number: Int) -> IncidentRow {
    IncidentRow(
      incidentID: RecordID(high: 4, low: UInt64(number)), tripID: RecordID(high: 1, low: UInt64(number)),
      vehicleID: RecordID(high: 2, low: 3), kind: .hardBraking,
      time: Timestamp(milliseconds: 1_767_225_700_000 + Int64(number)),
      peaks: .init(deceleration: .g(0.44), lateral: .g(.nan), vertical: .g(0.1)), duration: .milliseconds(600),
      probability: nil, record: [1],
      clip: .init(clipID: RecordID(high: 8, low: 8), isStored: true, triggerOffset: .seconds(10)))
  }

  /// A signed-in client of a network whose owner has so many trips.
  private static func signedIn(trips: Int) async throws -> (network: Network, headers: [String: String]) {
    let network = try Network()
    try network.start()
    for number in 0..<trips {
      network.views.add(trip(number), incidents: [incident(number)], of: account)
    }
    let link = network.base + OwnerAccess.path(of: try await network.owners.link(for: account))
    let answer = try await Client.send("GET", link, headers: ["Sec-Fetch-Site": "none"])
    return (network, ["Cookie": String(answer.headers["set-cookie"]?.prefix { $0 != ";" } ?? "")])
  }

  @Test(arguments: ["/v1/trips", "/v1/events"]) func `tells how pages follow each other`(path: String) async throws {
    let interface = try Interface()
    let (network, headers) = try await Self.signedIn(trips: 120)
    var seen: [String] = []
    var cursor: String?
    repeat {
      let query = cursor.map { "?cursor=\($0)" } ?? ""
      let answer = try await Client.send("GET", network.base + path + query, headers: headers)
      #expect(answer.status == 200)
      #expect(interface.faults(of: answer, to: "GET \(path)") == [])
      #expect(answer.headers["cache-control"]?.contains("private") == true)
      let body = try answer.json()
      let rows = body[path == "/v1/trips" ? "trips" : "events"]?.items ?? []
      #expect(rows.count == (seen.count < 100 ? 50 : 20))
      seen += rows.compactMap { $0["id"]?.text }
      cursor = body["next"]?.text
    } while cursor != nil
    #expect(seen.count == 120 && Set(seen).count == 120)
    let wrong = try await Client.send("GET", network.base + path + "?cursor=abc", headers: headers)
    #expect(wrong.status == 400)
    #expect(interface.faults(of: wrong, to: "GET \(path)") == [])
    let stranger = try await Client.send("GET", network.base + path)
    #expect(stranger.status == 401)
    #expect(interface.faults(of: stranger, to: "GET \(path)") == [])
    await network.stop()
  }

  @Test func `tells of one trip to its owner, and to nobody else that it exists`() async throws {
    let interface = try Interface()
    let (network, headers) = try await Self.signedIn(trips: 1)
    network.views.add(Self.trip(77), of: RecordID(high: 9, low: 9))
    let name = "GET /v1/trips/{id}"
    let own = try await Client.send(
      "GET", network.base + "/v1/trips/" + RecordID(high: 1, low: 0).hexadecimal, headers: headers)
    #expect(own.status == 200)
    #expect(interface.faults(of: own, to: name) == [])
    #expect(try own.json()["events"]?.items.count == 1)
    var bodies: Set<String> = []
    for id in [RecordID(high: 1, low: 77).hexadecimal, RecordID(high: 3, low: 3).hexadecimal, "x"] {
      let answer = try await Client.send("GET", network.base + "/v1/trips/" + id, headers: headers)
      #expect(answer.status == 404)
      #expect(interface.faults(of: answer, to: name) == [])
      bodies.insert(answer.text)
    }
    #expect(bodies.count == 1)
    let again = try await Client.send(
      "GET", network.base + "/v1/trips/" + RecordID(high: 1, low: 0).hexadecimal,
      headers: headers.merging(["If-None-Match": own.headers["etag"] ?? ""]) { $1 })
    #expect(again.status == 304)
    await network.stop()
  }
}
