import Alerts
import Core
import Foundation
import HTTPFront

extension Bench {
  /// A hazard to all its subscribers over the loopback, each time waiting for the last, against a bare loop of sends.
  static let alerts = Bench(
    name: "alerts", unit: "delivery", events: 100_000, countedEvents: 1_000,
    subject: Workload("board, hub and streams") { events, _ in
      let fanOut = try AlertFanOut(subscribers: subscribers(events))
      return { count in try fanOut.run(deliveries: count) }
    },
    reference: Workload("a loop of sends") { events, _ in
      let loop = try SendLoop(subscribers: subscribers(events))
      return { count in try loop.run(deliveries: count) }
    },
    facts: { events, _ in ["subscribers": "\(subscribers(events))"] })

  private static func subscribers(_ events: Int) -> Int { max(10, min(1_000, events / 100)) }
}

/// What the alert stage does with a revision, with real subscribers.
final class AlertFanOut {
  private let hub = EventStreamHub()
  private let server: EventStreamServer
  private let crowd: SubscriberCrowd
  private let subscribers: Int
  private var board = AlertBoard(partitions: 1)
  private var told = 0

  init(subscribers: Int) throws {
    self.subscribers = subscribers
    var configuration = EventStreamConfiguration()
    configuration.maximumStreams = subscribers
    let tile = try Self.revision(0).tile
    server = EventStreamServer(configuration: configuration, hub: hub) { _ in Subscription(topics: [tile.key]) { [] } }
    try server.start()
    let port = server.port
    let request = Array("GET \(configuration.path) HTTP/1.1\r\nHost: localhost\r\n\r\n".utf8)
    crowd = try SubscriberCrowd(subscribers, marker: UInt8(ascii: "{")) {
      let socket = try LoopbackSocket.connected(to: port)
      try socket.send(request)
      return socket
    }
    while hub.statistics.subscribers < subscribers { try crowd.readOnce(wait: 10) }
  }

  func run(deliveries: Int) throws {
    for _ in 0..<max(1, deliveries / subscribers) {
      told += 1
      let revision = try Self.revision(told)
      guard case .news(let event) = board.absorb(revision, partition: 0, offset: Int64(told)) else { continue }
      let data = AlertService.json(HazardFeature(event.revision))
      let markers = data.count { $0 == UInt8(ascii: "{") }
      let expected = crowd.received + markers * subscribers
      hub.publish(StreamEvent(id: event.position.text, name: "hazard", data: data), topics: [revision.tile.key])
      try crowd.read(until: expected)
    }
  }

  /// The revision that is told as number so-and-so: a hazard of its own each time.
  static func revision(_ number: Int) throws -> HazardRevision {
    let position = Coordinate(latitudeE7: 460_003_000, longitudeE7: -299_903_000)
    let time = BenchSightings.start + .seconds(Int64(number))
    guard let course = Course(centidegrees: 9_000) else { throw LoopbackSocket.Failure("east") }
    return HazardRevision(
      hazardID: RecordID(high: 1, low: UInt64(number)), revision: 1, state: .confirmed, kind: .suddenBraking,
      segment: 1,
      placeScheme: .grid100m, tile: Tile(containing: position), position: position, course: course, grade: 10,
      cameras: 10, opened: time, time: time, expectedUntil: time + .minutes(20), peakDeceleration: .g(0.45))
  }
}

/// The least that telling everybody can cost: one send for each, the same bytes.
final class SendLoop {
  private let listener: LoopbackSocket
  private let sockets: [LoopbackSocket]
  private let crowd: SubscriberCrowd
  private let message: [UInt8]

  init(subscribers: Int) throws {
    let (listener, port) = try LoopbackSocket.listening(backlog: 128)
    var sockets: [LoopbackSocket] = []
    crowd = try SubscriberCrowd(subscribers, marker: UInt8(ascii: "{")) {
      let socket = try LoopbackSocket.connected(to: port)
      sockets.append(try listener.accepted())
      return socket
    }
    self.listener = listener
    self.sockets = sockets
    let data = AlertService.json(HazardFeature(try AlertFanOut.revision(1)))
    message = Array("id: 1\nevent: hazard\ndata: ".utf8) + data + Array("\n\n".utf8)
  }

  func run(deliveries: Int) throws {
    let markers = message.count { $0 == UInt8(ascii: "{") }
    for _ in 0..<max(1, deliveries / sockets.count) {
      let expected = crowd.received + markers * sockets.count
      for socket in sockets { try socket.send(message) }
      try crowd.read(until: expected)
    }
  }
}
