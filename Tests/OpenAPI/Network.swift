import Core
import Credentials
import Foundation
import HTTPFront
import Ports
import PostgresViews
import Sealing
import TestSupport

@testable import swerve

/// The fronts of the program on loopback ports, over a log in memory.
final class Network {
  let log = MemoryLog()
  let alerts: AlertService
  let publicFront: PublicFront
  let issuer: IssuerService
  let issuerServer: HTTPServer
  let sessions = MemorySessionStore()
  let owners: OwnerAccess
  let views = MemoryArchiveViews()
  let figures = MemoryInsightViews()
  let history = MemoryHazardViews()
  let insurers = InsurerAccess(store: MemoryInsurerKeyStore())
  let meter = StageMeter()
  let stageServer: HTTPServer
  private let folder: URL
  private var threads: [StageThread] = []

  static let town = Array(#"{"type":"FeatureCollection","features":[]}"#.utf8)

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "interface-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try log.createTopics(Topology.topics)
    alerts = AlertService(partitions: try log.partitionCount(of: Topology.Topic.hazards), clock: SystemClock())
    let owners = OwnerAccess(store: sessions, clock: SystemClock())
    self.owners = owners
    let (views, root) = (views, try KeyEncryptionKey.generate())
    let (figures, insurers, history) = (figures, insurers, history)
    let signing = try DeviceKey.generate()
    publicFront = try PublicFront(
      port: 0, streamPort: 0, alerts: alerts, moreStreams: [DemoStream().server]
    ) { router in
      let keys = DriverKeys(vault: MemoryDriverKeyVault(), root: root)
      ArchiveFront.addRoutes(to: &router, owners: owners, views: views, keys: keys)
      InsightFront.addRoutes(to: &router, insurers: insurers, views: figures)
      HistoryRoutes(views: history).add(to: &router)
      // For the names of its routes; nothing here asks its database.
      let nowhere = PostgresSettings(text: "host=/nowhere", database: PrivateCluster.personal)
      ClipService(
        ledger: PostgresClipLedger(nowhere), clips: PostgresOwnerClips(nowhere), objects: MemoryObjectStore(),
        keys: keys, signing: signing, clock: SystemClock()
      ).addRoutes(to: &router, owners: owners)
      DemoPage.addRoutes(to: &router, map: Self.town) { 0 }
    }
    issuer = try IssuerService(
      secret: try IssuerSecret.generate(), storePath: folder.appending(path: "issuer.sqlite").path, clock: SystemClock()
    )
    issuerServer = IssuerFront.server(port: 0, issuer: issuer)
    stageServer = HealthFront.server(port: 0, stage: "admission", meter: meter)
  }

  /// Every route, as the document names it, without the files of the page, which the page's own route stands for.
  var routes: Set<String> {
    let files = Set(PageFiles.paths.filter { $0 != "/" }.map { "GET \($0)" })
    let all = publicFront.routes + issuerServer.routes + stageServer.routes
    return Set(all.map(Interface.name)).subtracting(files)
  }

  func start() throws {
    try publicFront.start()
    try issuerServer.start()
    try stageServer.start()
  }

  /// Lets the services read their log, and waits until they have.
  func read() async {
    let failed: @Sendable (String) -> Void = { _ in }
    threads.append(StageThread("alerts", failed: failed) { [alerts, log] in try alerts.run(log: log, until: $0) })
    threads.append(StageThread("issuer", failed: failed) { [issuer, log] in try issuer.run(log: log, until: $0) })
    let end = ContinuousClock.now + .seconds(20)
    while !(alerts.isReady && issuer.isReady), ContinuousClock.now < end { await Task.yield() }
  }

  func stop() async {
    for thread in threads { thread.signal.stop() }
    await publicFront.stop()
    await issuerServer.stop()
    await stageServer.stop()
    for thread in threads { thread.stop() }
    try? FileManager.default.removeItem(at: folder)
  }

  func pairCamera(_ name: String, consent: Bool) throws -> PairedCamera {
    var generator = SystemRandomNumberGenerator()
    let camera = try CameraFolder(path: folder.appending(path: name).path).pair(
      account: RecordID.random(using: &generator))
    try AccountLog.write(camera.accountEvents(consent: consent, textVersion: "test", at: SystemClock().now()), to: log)
    return camera
  }

  var base: String { "http://127.0.0.1:\(publicFront.port)" }
  var streamBase: String { "http://127.0.0.1:\(publicFront.streamPort)" }
  var issuerBase: String { "http://127.0.0.1:\(issuerServer.port)" }
  var stageBase: String { "http://127.0.0.1:\(stageServer.port)" }
}
