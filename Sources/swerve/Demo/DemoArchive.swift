import Core
import Credentials
import Foundation
import HTTPFront
import ObjectStores
import Ports
import PostgresViews
import Sealing

/// The demo's archive: a private PostgreSQL, the views of trips and events, the clip service, and the figures for
/// insurers. What it keeps goes with the demo, as the embedded broker's log does.
final class DemoArchive: Sendable {
  /// What the owner may hold: small, so that drives roll over while one watches.
  static let tier: Int64 = 64 << 20
  /// A demo is looked at in its own time.
  static let linkLife = Timestamp.Span.hours(24)

  let keys: DriverKeys
  private let cluster: PrivateCluster
  private let service: ClipService
  private let serviceKey: DeviceKey
  private let owners: OwnerAccess
  private let insurers: InsurerAccess
  private let log: any RecordLog
  private let clock: any WallClock

  /// - Parameters:
  ///   - databases: a folder that the database's own user reaches; its path is short.
  ///   - objects: where sealed footage goes.
  init(databases: String, objects: String, log: any RecordLog, clock: any WallClock) throws {
    self.log = log
    self.clock = clock
    do throws(ViewError) {
      cluster = try PrivateCluster(folder: databases, isKept: false)
      for schema in ViewSchema.allCases {
        _ = try Migrator(cluster.settings(database: schema.database)).migrate(schema)
      }
    } catch { throw CommandFailure(error) }
    let personal = cluster.settings(database: PrivateCluster.personal)
    let network = cluster.settings(database: PrivateCluster.network)
    keys = DriverKeys(
      vault: PostgresDriverKeyVault(personal), root: try KeyEncryptionKey.generate())
    serviceKey = try DeviceKey.generate()
    try Files.makeFolder(objects, secret: true)
    let store: FolderObjectStore
    do throws(ObjectError) { store = try FolderObjectStore(path: objects) } catch {
      throw CommandFailure(.inputOutput, "\(error)")
    }
    var rule = ClipRule()
    rule.tier = Self.tier
    service = ClipService(
      ledger: PostgresClipLedger(personal), clips: PostgresOwnerClips(personal), objects: store, keys: keys,
      signing: serviceKey, clock: clock, rule: rule)
    // Sessions last in the reader's time, not in the town's.
    var owners = OwnerAccess(store: PostgresSessionStore(personal), clock: SystemClock())
    owners.rule.linkLife = Self.linkLife
    self.owners = owners
    insurers = InsurerAccess(store: PostgresInsurerKeyStore(network))
  }

  func addRoutes(to router: inout Router) {
    let personal = cluster.settings(database: PrivateCluster.personal)
    ArchiveFront.addRoutes(
      to: &router, owners: owners,
      views: PostgresArchiveViews(PostgresPool(personal, schema: ViewSchema.personal.rawValue)), keys: keys)
    service.addRoutes(to: &router, owners: owners)
    InsightFront.addRoutes(
      to: &router, insurers: insurers,
      views: PostgresInsightViews(cluster.settings(database: PrivateCluster.network)))
    HistoryRoutes(views: PostgresHazardViews(cluster.settings(database: PrivateCluster.network))).add(to: &router)
  }

  /// Starts the loops of its stages.
  func start(_ begin: (String, @escaping @Sendable (StageThread.Signal) throws -> Void) -> Void) {
    let personal = cluster.settings(database: PrivateCluster.personal)
    let network = cluster.settings(database: PrivateCluster.network)
    begin("projections") { [log, keys, serviceKey, clock] signal in
      let (runtime, book) = try Stages.projections(
        log: log, store: PostgresViewStore(personal, schema: ViewSchema.personal.rawValue), keys: keys,
        serviceKey: serviceKey.publicKey, clock: clock)
      try Stages.run(runtime, book: book, until: signal)
    }
    begin("clips") { [log, keys, serviceKey, clock] signal in
      let (runtime, book) = try Stages.clips(
        log: log, store: PostgresViewStore(personal, schema: ViewSchema.clips.rawValue), keys: keys,
        serviceKey: serviceKey.publicKey, clock: clock)
      try Stages.run(runtime, book: book, until: signal)
    }
    begin("clips-accounts") { [log, service] in try service.devices.run(log: log, until: $0) }
    begin("clips-keeper") { [log, service] in try service.keep(log: log, until: $0) }
    begin("insights") { [log, clock] signal in
      let runtime = try Stages.insights(
        log: log, store: PostgresViewStore(network, schema: ViewSchema.insights.rawValue), clock: clock)
      try Stages.run(runtime, until: signal)
    }
    begin("history") { [log, clock] signal in
      let runtime = try Stages.history(
        log: log, store: PostgresViewStore(network, schema: ViewSchema.history.rawValue), clock: clock)
      try Stages.run(runtime, until: signal)
    }
  }

  /// Path and query of a link that signs the owner in, once.
  func signIn(_ account: RecordID) async throws -> String {
    do throws(ViewError) { return OwnerAccess.path(of: try await owners.link(for: account)) } catch {
      throw CommandFailure(error)
    }
  }

  func insurerKey() async throws -> String {
    do throws(ViewError) { return try await insurers.key(name: "demo", at: SystemClock().now()).text } catch {
      throw CommandFailure(error)
    }
  }

  /// How to ask for another link while it runs.
  func linkCommand(_ account: RecordID, base: String) -> String {
    "swerve access link --database 'host=\(cluster.folder)/socket' --account \(account.hexadecimal) --base \(base)"
  }

  func close() { cluster.close() }
}
