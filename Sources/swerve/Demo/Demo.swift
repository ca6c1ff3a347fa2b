import Core
import Credentials
import Foundation
import HTTPFront
import Inference
import KafkaLog
import Ports
import Synchronization

/// The whole network in one process: broker, issuer, stages, a fleet of real agents, and the page.
final class Demo {
  struct Options {
    var kafka: KafkaConfiguration?
    var drives: [String] = []
    /// A folder of video files; nil: a film is made.
    var clips: String?
    var speed = 1.0
    var seed: UInt64 = 7
    var cameras = TownTraffic.usualCameras
    var minimumCameras = 3
    var address = "127.0.0.1"
    var port: UInt16 = 8080
    var streamPort: UInt16 = 8081
    var partitions = 4
  }

  /// Where Debian's libjs-leaflet puts it.
  static let leafletFolder = "/usr/share/javascript/leaflet"

  private let options: Options
  private let arguments: Arguments
  private let folder: String
  /// For this user's eyes only; the folder around it is the database's, too.
  private let secrets: String
  private var embedded: EmbeddedBroker?
  private var threads: [StageThread] = []
  private var issuerServer: HTTPServer?
  private var front: PublicFront?
  private var archive: DemoArchive?
  private var account: RecordID?
  private let failure = Failure()
  private let shared = Shared()

  private final class Failure: Sendable {
    let reason = Mutex<String?>(nil)
  }

  /// Known only once the streams listen.
  private final class Shared: Sendable {
    let streamPort = Atomic<UInt16>(0)
  }

  init(_ options: Options, arguments: Arguments) {
    self.options = options
    self.arguments = arguments
    folder = FileManager.default.temporaryDirectory.path + "/swerve-demo-\(ProcessInfo.processInfo.processIdentifier)"
    secrets = folder + "/private"
  }

  /// Why a part of it ended; nil while all is well.
  var reason: String? { failure.reason.withLock { $0 } }

  /// Starts everything, in order, and says what it does.
  func start(interrupt: Interrupt) async throws {
    guard FileManager.default.fileExists(atPath: Self.leafletFolder + "/leaflet.js") else {
      throw CommandFailure(
        .unavailable, "\(Self.leafletFolder) is missing; apt-get install libjs-leaflet (infra/demo does it)")
    }
    try Files.makeFolder(folder, secret: false)
    try Files.makeFolder(secrets, secret: true)
    let ownTime = options.speed != 1 || !options.drives.isEmpty
    let clock: any WallClock = ownTime ? ScaledClock(origin: SystemClock().now(), speed: options.speed) : SystemClock()

    let log = try broker(ownTime: ownTime)
    let secret = try IssuerSecret.generate()
    var traffic = try makeTraffic(start: clock.now())
    _ = traffic.advance(to: clock.now())
    let ownersCars = 0..<(traffic.endlessSince == nil ? traffic.cameras : min(OwnerCars.ofTown, traffic.cameras))
    let cameras = try pair(traffic.cameras, owners: ownersCars, log: log, clock: clock)
    let issuerAddress = try await startIssuer(secret, log: log, clock: clock, interrupt: interrupt)
    let meters = try startStages(secret, log: log, clock: clock)

    let archive = try startArchive(cameras[ownersCars], log: log, clock: clock)
    let footage = try options.clips.map { try DemoFootage(folder: $0) } ?? .made(in: secrets + "/footage")

    note("5/6 the alerts and the page")
    let alerts = AlertService(
      partitions: try log.partitionCount(of: Topology.Topic.hazards), clock: clock, heard: tell)
    let stream = DemoStream()
    let figures = DemoFleet.Figures()
    let front = try PublicFront(
      address: options.address, port: options.port, streamPort: options.streamPort, alerts: alerts,
      metrics: Metrics(), moreStreams: [stream.server]
    ) { [map = traffic.map, shared] router in
      archive.addRoutes(to: &router)
      DemoPage.addRoutes(to: &router, map: map) { shared.streamPort.load(ordering: .relaxed) }
    }
    self.front = front
    begin("alerts") { try alerts.run(log: log, until: $0) }
    try front.start()
    shared.streamPort.store(front.streamPort, ordering: .relaxed)

    note("6/6 \(traffic.cameras) cameras on the road, each an agent with its own keys, outbox and credentials")
    begin("fleet") { [traffic, uploads = uploadAddress] signal in
      let owner = try OwnerCars(
        cameras[ownersCars], footage: footage, uploads: uploads, log: log, clock: clock, start: traffic.endlessSince,
        shift: traffic.shift)
      try DemoFleet(
        traffic: traffic, cameras: cameras, issuerAddress: issuerAddress, log: log, clock: clock, carriesTime: ownTime,
        owner: owner, alerts: alerts, stream: stream, figures: figures
      ).run(until: signal)
    }
    begin("flow") { signal in
      DemoFlow(figures: figures, admission: meters.admission, inference: meters.inference, stream: stream, clock: clock)
        .run(until: signal)
    }
  }

  var pageAddress: String { "http://\(options.address):\(front?.port ?? 0)/" }

  /// Where the fleet, in this process, reaches the clip service.
  private var uploadAddress: String {
    "http://\(options.address == "0.0.0.0" ? "127.0.0.1" : options.address):\(front?.port ?? 0)"
  }

  /// Says how the owner signs in, and an insurer.
  func tellAccess() async throws {
    guard let archive, let account else { return }
    let base = String(pageAddress.dropLast())
    note("an insurer's key, for \(base)/v1/insights/segments: \(try await archive.insurerKey())")
    note("another link for the owner: \(archive.linkCommand(account, base: base))")
    note("the owner's trips and footage; this link signs in, once: \(base)\(try await archive.signIn(account))")
  }

  /// Stops everything it started, in reverse, and removes its folder.
  func stop() async {
    for thread in threads.reversed() { thread.signal.stop() }
    await front?.stop()
    await issuerServer?.stop()
    for thread in threads.reversed() where !thread.stop() { Console.note("demo: \(thread.name) did not end in time") }
    archive?.close()
    try? FileManager.default.removeItem(atPath: folder)
  }

  // MARK: Steps

  private func note(_ text: String) { Console.note("demo: " + text) }

  private func begin(_ name: String, body: @escaping @Sendable (StageThread.Signal) throws -> Void) {
    let failed: @Sendable (String) -> Void = { [failure] reason in failure.reason.withLock { $0 = $0 ?? reason } }
    threads.append(StageThread(name, failed: failed, body: body))
  }

  private func broker(ownTime: Bool) throws -> any RecordLog {
    var topics = ownTime ? Topology.topicsOfRecordedTime : Topology.topics
    for index in topics.indices { topics[index].partitions = min(options.partitions, topics[index].partitions) }
    let log: KafkaLog
    if let kafka = options.kafka {
      note("1/6 the broker at \(kafka.bootstrapServers), librdkafka \(KafkaLog.version)")
      log = try KafkaLog(kafka)
    } else {
      let broker = try EmbeddedBroker()
      note(
        "1/6 an embedded broker at \(broker.bootstrapServers): in memory, for trying (librdkafka \(KafkaLog.version))")
      log = try broker.log()
      embedded = broker
    }
    try log.createTopics(topics)
    return log
  }

  private func makeTraffic(start: Timestamp) throws -> any DemoTraffic & Sendable {
    guard options.drives.isEmpty else {
      return try RecordedTraffic(paths: options.drives, start: start, arguments: arguments)
    }
    return TownTraffic(
      town: SyntheticTown(seed: options.seed), cameras: options.cameras, start: start,
      randomness: SplitMix64(seed: options.seed))
  }

  private func pair(
    _ count: Int, owners cars: Range<Int>, log: any RecordLog, clock: any WallClock
  ) throws -> [PairedCamera] {
    note("2/6 pairing \(count) cameras whose drivers consent")
    var generator = SystemRandomNumberGenerator()
    let owner = RecordID.random(using: &generator)
    account = owner
    let cameras = try (0..<count).map { index in
      try CameraFolder(path: "\(secrets)/camera-\(index)").pair(
        account: cars.contains(index) ? owner : RecordID.random(using: &generator))
    }
    let events = cameras.flatMap { $0.accountEvents(consent: true, textVersion: "demo", at: clock.now()) }
    try AccountLog.write(events, to: log)
    return cameras
  }

  private func startIssuer(
    _ secret: IssuerSecret, log: any RecordLog, clock: any WallClock, interrupt: Interrupt
  ) async throws -> String {
    let issuer = try IssuerService(secret: secret, storePath: secrets + "/issuer.sqlite", clock: clock)
    let server = IssuerFront.server(port: 0, issuer: issuer)
    begin("issuer") { try issuer.run(log: log, until: $0) }
    try server.start()
    issuerServer = server
    await interrupt.wait { issuer.isReady || reason != nil }
    return "http://127.0.0.1:\(server.port)"
  }

  private func startStages(
    _ secret: IssuerSecret, log: any RecordLog, clock: any WallClock
  ) throws -> (admission: StageMeter, inference: StageMeter) {
    note("3/6 the issuer, admission and inference")
    let meters = (admission: StageMeter(), inference: StageMeter())
    var rule = HazardRule()
    rule.minimumCameras = options.minimumCameras
    let instance = "demo-\(ProcessInfo.processInfo.processIdentifier)"
    begin("admission") { signal in
      let runtime = try Stages.admission(log: log, issuer: secret, clock: clock, instance: instance)
      try Stages.run(runtime, until: signal, report: meters.admission.update)
    }
    begin("inference") { [rule] signal in
      let runtime = try Stages.inference(log: log, rule: rule, clock: clock, instance: instance)
      try Stages.run(runtime, until: signal, report: meters.inference.update)
    }
    return meters
  }

  private func startArchive(
    _ cameras: ArraySlice<PairedCamera>, log: any RecordLog, clock: any WallClock
  ) throws -> DemoArchive {
    note("4/6 a private PostgreSQL, projections, the clip service and insights")
    let archive = try DemoArchive(
      databases: folder + "/postgres", objects: secrets + "/objects", log: log, clock: clock)
    self.archive = archive
    for camera in cameras { try archive.keys.store(camera) }
    archive.start(begin)
    return archive
  }

  /// A line for each change of a hazard: what a person wants to follow in a terminal. No place, no camera.
  private let tell: @Sendable (HazardRevision) -> Void = { revision in
    let id = revision.hazardID.hexadecimal.prefix(8)
    Console.note(
      "hazard \(id) \(revision.kind.name) \(revision.state.name), grade \(revision.grade), \(revision.cameras) cameras")
  }
}
