import Alerts
import Core
import EventCodec
import Foundation
import HTTPFront
import Ports
import Synchronization

/// Carries hazards to people: reads `network.hazards` from its beginning, keeps the board, pushes what is new to the
/// subscribers of its tile, answers questions.
final class AlertService: Sendable {
  /// Tiles one driver may listen to: a square of about 12 km.
  static let maximumTiles = 100
  /// Hazards in one answer.
  static let maximumFeatures = 2_000

  let hub: EventStreamHub
  private let board: Mutex<AlertBoard>
  private let caughtUp = Atomic(false)
  private let clock: any WallClock
  /// Told of each new revision, on the reading thread.
  private let heard: @Sendable (HazardRevision) -> Void
  let pushed = Atomic<Int>(0)

  init(partitions: Int, clock: any WallClock, heard: @escaping @Sendable (HazardRevision) -> Void = { _ in }) {
    hub = EventStreamHub()
    board = Mutex(AlertBoard(partitions: partitions))
    self.clock = clock
    self.heard = heard
  }

  var isReady: Bool { caughtUp.load(ordering: .acquiring) }
  var living: Int { board.withLock { $0.living } }
  func hazard(_ id: RecordID) -> HazardRevision? { board.withLock { $0.hazard(id) } }
  func hazards(in tiles: Set<Tile>) -> [HazardRevision] { board.withLock { $0.hazards(in: tiles) } }

  // MARK: Reading

  /// The stage's loop. After an error of the log it begins again from the log's start: what is known already is no
  /// news.
  func run(log: any RecordLog, until signal: StageThread.Signal) throws {
    while !signal.isStopped {
      do {
        try read(log: log, until: signal)
      } catch let error as LogError where error.kind == .unavailable || error.kind == .timedOut {
        Console.note("alerts: \(error.operation): \(error.reason); trying again")
      }
    }
  }

  private func read(log: any RecordLog, until signal: StageThread.Signal) throws {
    let reader = try log.reader(topics: [Topology.Topic.hazards], from: .beginning)
    defer { reader.close() }
    let codec = EventCodec()
    var batch = RecordBatch()
    let ends = try reader.watermarks(topic: Topology.Topic.hazards).mapValues(\.upperBound)
    var next: [Int32: Int64] = [:]
    while !signal.isStopped {
      try reader.poll(into: &batch, limit: 1_000, wait: Stages.turn)
      for index in 0..<batch.count {
        let record = batch[index]
        next[record.partition] = record.offset + 1
        let revision = record.isTombstone ? nil : try? codec.decodeHazardRevision(record.bytes)
        take(revision, partition: record.partition, offset: record.offset)
      }
      if batch.isEmpty || ends.allSatisfy({ $0.value == 0 || next[$0.key, default: 0] >= $0.value }) {
        caughtUp.store(true, ordering: .releasing)
      }
    }
  }

  private func take(_ revision: HazardRevision?, partition: Int32, offset: Int64) {
    guard case .news(let event) = board.withLock({ $0.absorb(revision, partition: partition, offset: offset) }) else {
      return
    }
    heard(event.revision)
    hub.publish(streamEvent(event), topics: [event.revision.tile.key])
    pushed.add(1, ordering: .relaxed)
  }

  private func streamEvent(_ event: AlertBoard.Event) -> StreamEvent {
    StreamEvent(id: event.position.text, name: "hazard", data: Self.json(HazardFeature(event.revision)))
  }

  static func json(_ value: some Encodable) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // Every type that comes here holds numbers, strings and lists of them; floats are finite by the codec.
    return (try? Array(encoder.encode(value))) ?? Array("{}".utf8)
  }

  // MARK: Answering

  func addRoutes(to router: inout Router) {
    router.get("/v1/hazards") { [self] request in
      guard let text = request.query["bbox"], let box = BoundingBox(text: text) else {
        throw ProblemDetails(
          .badRequest, detail: "bbox is west,south,east,north in degrees: bbox=-30.05,45.98,-29.95,46.02")
      }
      let found = board.withLock { $0.hazards(in: box) }
      if found.count > Self.maximumFeatures {
        throw ProblemDetails(
          .badRequest, detail: "There are \(found.count) hazards in this box; ask for a smaller one.",
          extensions: ["limit": .integer(Self.maximumFeatures)])
      }
      return Self.geoJSON(HazardFeatureCollection(found), for: request)
    }
    router.get("/v1/hazards/{id}") { [self] request in
      guard let bytes = Hexadecimal.decode(request.parameters["id"]), let id = RecordID(bytes: bytes) else {
        throw ProblemDetails(.badRequest, detail: "A hazard's id is 32 hexadecimal digits.")
      }
      guard let hazard = board.withLock({ $0.hazard(id) }) else {
        throw ProblemDetails(.notFound, detail: "There is no such hazard, or it was cleared a while ago.")
      }
      return Self.geoJSON(HazardFeature(hazard), for: request)
    }
  }

  private static func geoJSON(_ value: some Encodable, for request: Request) -> Response {
    let bytes = json(value)
    return Response.conditional(request, tag: EntityTag(of: bytes), cacheControl: "no-cache") {
      Response(.ok, contentType: "application/geo+json", bytes: bytes)
    }
  }

  /// What a driver's device hears: the tiles it names, from where it left off.
  func subscription(_ request: SubscriptionRequest) throws -> Subscription {
    let names = request.query.values("tiles").flatMap { $0.split(separator: ",").map(String.init) }
    let tiles = Set(names.compactMap { Tile(text: $0) })
    guard !names.isEmpty, tiles.count == Set(names).count, tiles.count <= Self.maximumTiles else {
      throw ProblemDetails(
        .badRequest, detail: "tiles is a list of 1 to \(Self.maximumTiles) tiles: tiles=15/13653/11680,15/13654/11680",
        extensions: ["limit": .integer(Self.maximumTiles)])
    }
    let position = request.lastEventID.flatMap { StreamPosition(text: $0) }
    return Subscription(topics: Set(tiles.map(\.key))) { [self] in
      board.withLock { board in
        if let position, let missed = board.missed(since: position, tiles: tiles) { return missed.map(streamEvent) }
        return board.hazards(in: tiles).reversed().map {
          StreamEvent(id: board.current.text, name: "hazard", data: Self.json(HazardFeature($0)))
        }
      }
    }
  }
}
