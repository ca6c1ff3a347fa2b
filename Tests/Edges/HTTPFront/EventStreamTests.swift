import Core
import HTTPFront
import Testing

@Suite("A stream of events")
struct EventStreamTests {
  private typealias Block = EventStreamReader.Block

  @Test func `begins with the delay for coming back and a snapshot with the position`() async throws {
    try await withStream(initialID: "41") { server, _ in
      let reader = try await EventStreamReader(port: server.port, target: "/v1/stream?tiles=7")
      #expect(reader.response.status == 200)
      #expect(reader.response["Content-Type"] == "text/event-stream")
      #expect(try await reader.next() == Block(retry: "3000"))
      #expect(try await reader.next() == Block(event: "snapshot", data: ["now"]))
      #expect(try await reader.next() == Block(id: "41"))
    }
  }

  @Test func `brings each event to the subscribers of its tiles, once`() async throws {
    try await withStream { server, hub in
      let both = try await EventStreamReader(port: server.port, target: "/v1/stream?tiles=1,2")
      let second = try await EventStreamReader(port: server.port, target: "/v1/stream?tiles=2&tiles=3")
      _ = try await (both.events(1), second.events(1))
      #expect(hub.publish(hazard(1, text: "one"), topics: [1]) == 1)
      #expect(hub.publish(hazard(2, text: "both\nlines"), topics: [1, 2]) == 2)
      #expect(hub.publish(hazard(3), topics: [9]) == 0)
      #expect(hub.publish(hazard(4, text: "all"), topics: []) == 2)
      #expect(hub.publish(hazard(4, text: "again"), topics: []) == 0)
      let last = [
        Block(id: "2", event: "hazard", data: ["both", "lines"]), Block(id: "4", event: "hazard", data: ["all"]),
      ]
      #expect(try await both.events(3) == [Block(id: "1", event: "hazard", data: ["one"])] + last)
      #expect(try await second.events(2) == last)
    }
  }

  @Test(arguments: 0..<20)
  func `resumes with exactly what was missed, in order`(seed: UInt64) async throws {
    var random = SeededGenerator(seed: seed)
    let count = Int.random(in: 1...60, using: &random)
    let lastSeen = Int.random(in: 0...count, using: &random)
    let topics = (1...count).map { _ in
      (0..<Int.random(in: 1...3, using: &random)).map { _ in UInt64.random(in: 1...4, using: &random) }
    }
    try await withStream(initialID: "0") { server, hub in
      for number in 1...count { hub.publish(hazard(number), topics: topics[number - 1]) }
      let reader = try await EventStreamReader(
        port: server.port, target: "/v1/stream?tiles=1,2", fields: ["Last-Event-ID": "\(lastSeen)"])
      #expect(try await reader.next() == Block(retry: "3000"))
      hub.publish(hazard(count + 1, text: "end"), topics: [1])
      let missed = (lastSeen..<count).filter { topics[$0].contains { $0 <= 2 } }.map { "\($0 + 1)" } + ["\(count + 1)"]
      #expect(try await reader.events(missed.count).map(\.id) == missed, "seed \(seed)")
      #expect(hub.statistics.resumed == 1)
    }
  }

  @Test func `gives a snapshot to who was away too long`() async throws {
    var limits = EventStreamLimits()
    limits.replayEvents = 4
    try await withStream(limits: limits, initialID: "0") { server, hub in
      for number in 1...10 { hub.publish(hazard(number), topics: [1]) }
      for id in ["5", "unknown", "11"] {
        let late = try await EventStreamReader(
          port: server.port, target: "/v1/stream?tiles=1&lastEventID=\(id)")
        #expect(try await late.events(2) == [Block(event: "snapshot", data: ["now"]), Block(id: "10")])
      }
      let inTime = try await EventStreamReader(
        port: server.port, target: "/v1/stream?tiles=1", fields: ["Last-Event-ID": "6"])
      #expect(try await inTime.events(4).map(\.id) == ["7", "8", "9", "10"])
      #expect(hub.statistics.snapshots == 3)
    }
  }

  @Test func `keeps no more bytes for those who come back than its limit`() async throws {
    var limits = EventStreamLimits()
    limits.replayBytes = 1_000
    try await withStream(limits: limits, initialID: "0") { server, hub in
      for number in 1...10 { hub.publish(hazard(number, text: String(repeating: "x", count: 300)), topics: [1]) }
      let late = try await EventStreamReader(
        port: server.port, target: "/v1/stream?tiles=1", fields: ["Last-Event-ID": "6"])
      #expect(try await late.events(1).map(\.event) == ["snapshot"])
      let inTime = try await EventStreamReader(
        port: server.port, target: "/v1/stream?tiles=1", fields: ["Last-Event-ID": "8"])
      #expect(try await inTime.events(2).map(\.id) == ["9", "10"])
    }
  }

  @Test func `has heartbeats when it is quiet`() async throws {
    try await withStream {
      $0.heartbeatInterval = .milliseconds(160)
    } _: { server, _ in
      let reader = try await EventStreamReader(port: server.port)
      var comments = 0
      while comments < 3, let block = try await reader.next() { comments += block.isComment ? 1 : 0 }
      #expect(comments == 3)
    }
  }

  @Test func `drops a consumer that is too slow and tells it when to come back`() async throws {
    var limits = EventStreamLimits()
    limits.pendingBytes = 100_000
    try await withStream(limits: limits) {
      $0.sendBufferBytes = 8 * 1024
    } _: { server, hub in
      let slow = try await EventStreamReader(
        port: server.port, target: "/v1/stream?tiles=1", receiveBufferBytes: 8 * 1024)
      let quick = try await EventStreamReader(port: server.port, target: "/v1/stream?tiles=2")
      _ = try await slow.events(1)
      _ = try await quick.events(1)
      let text = String(repeating: "z", count: 10_000)
      var number = 0
      while hub.statistics.droppedSlow == 0, number < 1_000 {
        number += 1
        hub.publish(hazard(number, text: text), topics: [1])
      }
      #expect(hub.statistics.droppedSlow == 1)
      #expect(hub.statistics.subscribers == 1)
      hub.publish(hazard(5_000), topics: [2])
      #expect(try await quick.events(1).map(\.id) == ["5000"])
      // What it had been given stays whole and in order; then comes the goodbye, then the end.
      var ids: [String] = []
      var last: Block?
      while let block = try await slow.next() {
        last = block
        if let id = block.id {
          ids.append(id)
          #expect(block.data == [text])
        }
      }
      #expect(ids == (0..<ids.count).map { "\($0 + 1)" })
      #expect(last == Block(retry: "3000"))
    }
  }

  @Test func `reaches 500 subscribers with one publish`() async throws {
    try await withStream { server, hub in
      let swarm = try SubscriberSwarm(port: server.port, count: 500, target: "/v1/stream?tiles=5")
      #expect(try await swarm.waitForAll(toHear: "data: now\n\n") == 500)
      #expect(hub.publish(hazard(1, text: "to all of you"), topics: [5]) == 500)
      #expect(try await swarm.waitForAll(toHear: "data: to all of you\n\n") == 500)
      #expect(hub.statistics.delivered == 500)
    }
  }

  @Test func `forgets who has gone`() async throws {
    try await withStream {
      $0.heartbeatInterval = .milliseconds(16)
    } _: { server, hub in
      do {
        let reader = try await EventStreamReader(port: server.port, target: "/v1/stream?tiles=1")
        _ = try await reader.events(1)
        #expect(hub.statistics.subscribers == 1)
      }
      // A heartbeat finds out; the next subscriber's own heartbeats tell that time has passed.
      let witness = try await EventStreamReader(port: server.port, target: "/v1/stream?tiles=2")
      var blocks = 0
      while hub.statistics.subscribers > 1, blocks < 1_000, try await witness.next() != nil { blocks += 1 }
      #expect(hub.statistics.subscribers == 1)
    }
  }

  @Test func `refuses more subscribers than it takes, and wishes it cannot read`() async throws {
    try await withStream {
      $0.maximumStreams = 1
    } _: { server, _ in
      let first = try await EventStreamReader(port: server.port)
      let second = try await EventStreamReader(port: server.port)
      #expect(first.response.status == 200)
      #expect(second.response.status == 503)
      #expect(second.response["Retry-After"] == "3")
      let unreadable = try await EventStreamReader(port: server.port, target: "/v1/stream?tiles=one")
      #expect(unreadable.response.status == 400)
      let many = (0...16).map { "\($0)" }.joined(separator: ",")
      let tooMany = try await EventStreamReader(port: server.port, target: "/v1/stream?tiles=\(many)")
      #expect(tooMany.response.status == 400)
    }
  }

  @Test func `lets the pages of the origins it names read it`() async throws {
    try await withStream {
      $0.crossOrigin = .origins(["https://a.example"])
    } _: { server, _ in
      let allowed = try await EventStreamReader(port: server.port, fields: ["Origin": "https://a.example"])
      #expect(allowed.response["Access-Control-Allow-Origin"] == "https://a.example")
      let other = try await EventStreamReader(port: server.port, fields: ["Origin": "https://b.example"])
      #expect(other.response["Access-Control-Allow-Origin"] == nil)
      #expect(other.response["Vary"] == "Origin")
    }
  }

  @Test func `ends with a goodbye when the server stops`() async throws {
    try await withStream { server, _ in
      let reader = try await EventStreamReader(port: server.port, target: "/v1/stream?tiles=1")
      _ = try await reader.events(1)
      let clock = ContinuousClock.now
      await server.stop(within: .seconds(10))
      #expect(ContinuousClock.now - clock < .seconds(5))
      #expect(try await reader.next() == Block(retry: "3000"))
      #expect(try await reader.next() == nil)
    }
  }
}
