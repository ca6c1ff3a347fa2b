import Core
import Credentials
import EventCodec
import Foundation
import Ports
import TestSupport
import Testing

@testable import swerve

@Suite(
  "The document of the interface",
  .enabled(if: YAMLFile.isReadable, "python3-yaml is missing; infra/setup test installs it"))
struct InterfaceTests {
  static let place = Coordinate(latitudeE7: 460_000_000, longitudeE7: -300_000_000)

  static func revision(_ number: UInt32, of hazard: UInt64, _ state: HazardState) -> HazardRevision {
    let time = SystemClock().now()
    return HazardRevision(
      hazardID: RecordID(high: hazard, low: 7), revision: number, state: state, kind: .suddenBraking, segment: 1,
      placeScheme: .grid100m, tile: Tile(containing: place), position: place, course: Course(degrees: 0)!, grade: 10,
      cameras: 10,
      opened: time, time: time, expectedUntil: time + .minutes(25), peakDeceleration: hazard == 1 ? .g(0.5) : nil)
  }

  static func publish(_ revisions: [HazardRevision], to log: any RecordLog) throws {
    let producer = try log.producer(idempotent: true)
    defer { producer.close() }
    for revision in revisions {
      try producer.send(
        OutgoingRecord(
          topic: Topology.Topic.hazards, partition: 0, key: revision.hazardID.bytes,
          value: EventCodec().encode(revision), timestamp: revision.time), token: 0)
    }
    try producer.flush(deadline: .seconds(5))
  }

  @Test func `names every route of the program and no other`() throws {
    let network = try Network()
    #expect(network.routes == (try Interface()).operations)
  }

  @Test func `gives every operation its own name, a summary and answers`() throws {
    let interface = try Interface()
    let operations = try interface.operations.map { try #require(interface.operation($0), "\($0)") }
    #expect(Set(operations.map { $0["operationId"]?.text }).count == operations.count)
    for operation in operations {
      #expect(operation["summary"]?.text?.isEmpty == false)
      #expect(operation["responses"]?.members.isEmpty == false)
    }
  }

  @Test func `tells how hazards are answered`() async throws {
    let (interface, network) = (try Interface(), try Network())
    try Self.publish([Self.revision(1, of: 1, .suspected), Self.revision(2, of: 1, .confirmed)], to: network.log)
    try Self.publish([Self.revision(1, of: 2, .clearing)], to: network.log)
    try network.start()
    await network.read()

    let list = "GET /v1/hazards"
    let full = try await Client.send("GET", network.base + "/v1/hazards?bbox=-31,45,-29,47")
    #expect(full.status == 200)
    #expect(interface.faults(of: full, to: list) == [])
    #expect(try full.json()["features"]?.items.count == 2)
    let known = ["If-None-Match": full.headers["etag"] ?? ""]
    let again = try await Client.send("GET", network.base + "/v1/hazards?bbox=-31,45,-29,47", headers: known)
    #expect(again.status == 304)
    #expect(interface.faults(of: again, to: list) == [])
    let other = try await Client.send(
      "GET", network.base + "/v1/hazards?bbox=-31,45,-29,47", headers: ["If-Match": "\"another\""])
    #expect(other.status == 412)
    #expect(interface.faults(of: other, to: list) == [])
    for query in ["", "?bbox=1,2,3", "?bbox=0,50,1,40", "?bbox=a,b,c,d"] {
      let refused = try await Client.send("GET", network.base + "/v1/hazards" + query)
      #expect(refused.status == 400)
      #expect(interface.faults(of: refused, to: list) == [])
    }

    let one = "GET /v1/hazards/{id}"
    let id = RecordID(high: 1, low: 7).hexadecimal
    for (path, status) in [(id, 200), (String(repeating: "0", count: 32), 404), ("seven", 400)] {
      let answer = try await Client.send("GET", network.base + "/v1/hazards/" + path)
      #expect(answer.status == status)
      #expect(interface.faults(of: answer, to: one) == [])
    }
    let wrong = try await Client.send("DELETE", network.base + "/v1/hazards/" + id)
    #expect(wrong.status == 405 && wrong.headers["allow"] == "GET, HEAD, OPTIONS")
    #expect(wrong.mediaType == "application/problem+json")
    await network.stop()
  }

  @Test func `tells how the stream of hazards is answered`() async throws {
    let (interface, network) = (try Interface(), try Network())
    try Self.publish([Self.revision(1, of: 1, .confirmed)], to: network.log)
    try network.start()
    await network.read()
    let name = "GET /v1/hazards/stream"
    let address = network.streamBase + "/v1/hazards/stream?tiles=" + Tile(containing: Self.place).text
    let stream = try await Client.open(address) { $0.contains("data: ") && $0.hasSuffix("\n\n") }
    #expect(stream.status == 200)
    #expect(interface.faults(of: stream, to: name) == [])
    let lines = stream.text.split(separator: "\n")
    #expect(lines.contains("event: hazard"))
    let data = try #require(lines.first { $0.hasPrefix("data: ") }?.dropFirst(6))
    let hazard = try JSONDecoder().decode(JSONValue.self, from: Data(data.utf8))
    let schema = try #require(interface.check.resolve("#/components/schemas/Hazard"))
    #expect(interface.check.faults(of: hazard, schema: schema) == [])

    for query in ["", "?tiles=14/1/1", "?tiles=" + (0...100).map { "15/\($0)/0" }.joined(separator: ",")] {
      let refused = try await Client.send("GET", network.streamBase + "/v1/hazards/stream" + query)
      #expect(refused.status == 400)
      #expect(interface.faults(of: refused, to: name) == [])
    }
    let asked = try await Client.send("OPTIONS", network.streamBase + "/v1/hazards/stream")
    #expect(asked.status == 204)
    #expect(interface.faults(of: asked, to: "OPTIONS /v1/hazards/stream") == [])
    await network.stop()
  }

  @Test func `tells how credentials are given and refused`() async throws {
    let (interface, network) = (try Interface(), try Network())
    let camera = try network.pairCamera("willing", consent: true)
    let unwilling = try network.pairCamera("unwilling", consent: false)
    try network.start()
    await network.read()
    let (name, address) = ("POST /v1/credentials", network.issuerBase + "/v1/credentials")
    let today = Int32(SystemClock().now().milliseconds / 86_400_000)
    let request = try Credential.request(requestContext: Proof.credentialContext(day: today)).request
    let another = try Credential.request(requestContext: Proof.credentialContext(day: today)).request

    let questions: [(Data, Int)] = [
      (try Question.body(camera, day: today, request), 200), (try Question.body(camera, day: today, request), 200),
      (try Question.body(camera, day: today, another), 409),
      (try Question.body(camera, day: today - 9, request), 400),
      (try Question.body(unwilling, day: today, request), 403),
      (try Question.body(camera, signedBy: unwilling, day: today, request), 401),
      (try Question.body(camera, day: today + 1, Array(request.dropLast())), 400),
      (Data("{}".utf8), 400), (Data(repeating: 0x20, count: 5_000), 413),
    ]
    for (body, status) in questions {
      let answer = try await Client.send("POST", address, headers: ["Content-Type": "application/json"], body: body)
      #expect(answer.status == status)
      #expect(interface.faults(of: answer, to: name) == [])
    }
    let schema = try #require(interface.check.resolve("#/components/schemas/CredentialQuestion"))
    let asked = try JSONDecoder().decode(JSONValue.self, from: questions[0].0)
    #expect(interface.check.faults(of: asked, schema: schema) == [])

    for (day, status) in [("\(today)", 200), ("\(today + 400)", 404), ("today", 404)] {
      let answer = try await Client.send("GET", network.issuerBase + "/v1/issuer/keys/" + day)
      #expect(answer.status == status)
      #expect(interface.faults(of: answer, to: "GET /v1/issuer/keys/{day}") == [])
    }
    await network.stop()
  }

  @Test func `tells how health and figures are answered`() async throws {
    let (interface, network) = (try Interface(), try Network())
    try network.start()
    let bases = [network.base, network.issuerBase, network.stageBase]
    for (isReady, status) in [(false, 503), (true, 200)] {
      if isReady {
        await network.read()
        network.meter.update(network.meter.current)
      }
      for base in bases {
        let ready = try await Client.send("GET", base + "/readyz")
        #expect(ready.status == status)
        #expect(interface.faults(of: ready, to: "GET /readyz") == [])
        let live = try await Client.send("GET", base + "/livez")
        #expect(live.status == 200)
        #expect(interface.faults(of: live, to: "GET /livez") == [])
      }
    }
    var figures: Set<String> = []
    for base in bases {
      let metrics = try await Client.send("GET", base + "/metrics")
      #expect(metrics.status == 200)
      #expect(interface.faults(of: metrics, to: "GET /metrics") == [])
      figures.formUnion(metrics.text.matches(of: #/(?m)^# TYPE (\w+)/#).map { String($0.1) })
    }
    await network.stop()
    // The other stage that only moves records shows the same figures under its own name.
    // The same meter stands before every stage.
    for stage in ["inference", "projections", "clips", "insights", "history"] {
      figures.formUnion(figures.map { $0.replacing("swerve_admission_", with: "swerve_\(stage)_") })
    }
    #expect(try AlertRules().figures.subtracting(figures) == [])
  }

  @Test func `tells how the demo is answered`() async throws {
    let (interface, network) = (try Interface(), try Network())
    try network.start()
    for path in ["/", "/v1/demo/town"] {
      let full = try await Client.send("GET", network.base + path)
      #expect(full.status == 200)
      #expect(interface.faults(of: full, to: "GET " + path) == [])
      let known = ["If-None-Match": full.headers["etag"] ?? ""]
      let again = try await Client.send("GET", network.base + path, headers: known)
      #expect(again.status == 304)
      #expect(interface.faults(of: again, to: "GET " + path) == [])
    }
    for path in ["/leaflet/no.js", "/leaflet/../etc"] {
      let absent = try await Client.send("GET", network.base + path)
      #expect(absent.status == 404)
      #expect(interface.faults(of: absent, to: "GET /leaflet/{path}") == [])
    }
    let folder = try await Client.send("GET", network.base + "/leaflet")
    #expect(folder.status == 404)
    #expect(interface.faults(of: folder, to: "GET /leaflet") == [])
    let asked = try await Client.send("OPTIONS", network.streamBase + "/v1/demo/stream")
    #expect(asked.status == 204)
    await network.stop()
  }
}
