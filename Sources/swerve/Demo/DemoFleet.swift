import Agent
import Core
import Credentials
import EventCodec
import Foundation
import Ports
import Synchronization

/// The demo's cameras: each a real agent with its own keys, outbox and credentials; all on one thread, over one
/// producer (in life each has its own).
final class DemoFleet {
  /// What the page and the progress lines are told.
  final class Figures: Sendable {
    let sightings = Atomic<Int>(0)
    let dropped = Atomic<Int>(0)
    let alerts = Atomic<Int>(0)
    let ready = Atomic<Int>(0)
  }

  /// Pause between two turns of the fleet; the page is told of the cars once a second.
  static let pause: TimeInterval = 0.05
  static let turnsBetweenPositions = 20

  private let agents: [AgentService]
  private var traffic: any DemoTraffic
  private let producer: any LogProducer
  private let clock: any WallClock
  private let alerts: AlertService
  private let stream: DemoStream
  private let figures: Figures
  private var owner: OwnerCars
  private let rule = ApproachRule()
  private var unsent: Set<Int> = []
  /// Hazards each driver was warned of.
  private var warned: [Int: Set<RecordID>] = [:]

  init(
    traffic: any DemoTraffic, cameras: [PairedCamera], issuerAddress: String, log: any RecordLog, clock: any WallClock,
    carriesTime: Bool, owner: OwnerCars, alerts: AlertService, stream: DemoStream,
    figures: Figures
  ) throws {
    self.traffic = traffic
    self.clock = clock
    self.alerts = alerts
    self.stream = stream
    self.figures = figures
    self.owner = owner
    producer = try log.producer(idempotent: false)
    var configuration = AgentConfiguration()
    configuration.carriesTime = carriesTime
    agents = try cameras.enumerated().map { index, camera in
      var consent = ConsentState(vehicleID: camera.vehicleID)
      for event in camera.accountEvents(consent: true, textVersion: "demo", at: clock.now()) { consent.absorb(event) }
      let outbox = try SpoolOutbox(path: camera.outboxPath)
      guard let issuer = CameraIssuer(address: issuerAddress, camera: camera) else {
        throw CommandFailure(.configuration, "the issuer's address \(issuerAddress) is none")
      }
      let isOwners = owner.cars.contains(index)
      configuration.clips = isOwners ? ClipConfiguration() : nil
      return try AgentService(
        configuration, machine: AgentMachine(configuration, consent: consent, hash: camera.hash), input: nil,
        outbox: outbox, wallet: ArcWallet(outbox: outbox, issuer: issuer), coding: EventCodec(),
        personal: isOwners ? camera : nil, hash: camera.hash,
        randomness: SystemRandomNumberGenerator())
    }
  }

  func run(until signal: StageThread.Signal) throws {
    defer {
      producer.close()
      owner.close()
    }
    var turn = 0
    while !signal.isStopped {
      try drive()
      if turn.isMultiple(of: Self.turnsBetweenPositions) {
        warnDrivers()
        stream.publishCars(traffic.positions, at: clock.now())
        try sharePasses(turn / Self.turnsBetweenPositions)
        try owner.bring(agents, now: clock.now())
      }
      turn += 1
      Thread.sleep(forTimeInterval: Self.pause)
    }
  }

  private func drive() throws {
    for (camera, readings) in traffic.advance(to: clock.now()) where agents.indices.contains(camera) {
      let effects = try agents[camera].absorb(owner.driven(camera, readings))
      owner.note(effects, of: camera)
      if effects.contains(where: { if case .sighting = $0 { true } else { false } }) { unsent.insert(camera) }
    }
    for camera in unsent.sorted() {
      let report = try agents[camera].flush(producer, now: clock.now())
      figures.sightings.add(report.sent, ordering: .relaxed)
      figures.dropped.add(report.dropped.values.reduce(0, +), ordering: .relaxed)
      if report.waiting == 0, report.failure == nil { unsent.remove(camera) }
    }
  }

  /// One camera after another, so that each has its turn every few minutes.
  private func sharePasses(_ turn: Int) throws {
    guard !agents.isEmpty else { return }
    _ = try agents[turn % agents.count].flushExposures(producer, now: clock.now())
  }

  /// What the driver's own device does: it has heard of the hazards of its tiles, and knows where it is.
  private func warnDrivers() {
    for car in traffic.positions {
      let tiles = Tile.around(car.position)
      for hazard in alerts.hazards(in: tiles) where warned[car.camera]?.contains(hazard.hazardID) != true {
        guard let distance = rule.distance(to: hazard, from: car.position, course: car.course) else { continue }
        warned[car.camera, default: []].insert(hazard.hazardID)
        traffic.warn(camera: car.camera, about: hazard.position)
        figures.alerts.add(1, ordering: .relaxed)
        stream.publishAlert(car: car.camera, hazard: hazard.hazardID, distance: distance, at: clock.now())
      }
    }
  }
}

extension Tile {
  /// The tile of the position and the eight around it: what a driver listens to.
  static func around(_ position: Coordinate) -> Set<Tile> {
    let middle = Tile(containing: position)
    var tiles: Set<Tile> = []
    for x in [-1, 0, 1] {
      for y in [-1, 0, 1] {
        let column = (Int(middle.x) + x + Int(Tile.perSide)) % Int(Tile.perSide)
        let row = Int(middle.y) + y
        guard row >= 0, let tile = Tile(x: UInt32(column), y: UInt32(row)) else { continue }
        tiles.insert(tile)
      }
    }
    return tiles
  }
}
