import Clips
import Core
import Credentials
import EventCodec
import Foundation
import HTTPFront
import ObjectStores
import Ports
import PostgresViews
import Runtime
import Sealing
import TestSupport

@testable import swerve

/// One private PostgreSQL for the clip tests of this process, in a folder that goes with it. Services in it see each other's
/// clips, so that their tests are all of one serialized suite.
enum ClipDatabase {
  static let isInstalled = TestPostgres.isInstalled
  static let missing = TestPostgres.missing

  static let made = Result {
    let cluster = try TestPostgres.make()
    let settings = cluster.settings(database: PrivateCluster.personal)
    try Migrator(settings).migrate(.clips)
    // The cluster stops when nobody holds it.
    return (cluster: cluster, settings: settings)
  }
}

/// The clip service over HTTP with its ledger in PostgreSQL, its objects in a folder and the log in memory. Of one test,
/// which does one thing after the other on it.
final class ClipWorld: @unchecked Sendable {
  let log = MemoryLog()
  let clock = SettableClock(Timestamp(milliseconds: 1_767_225_600_000))
  let folder: TemporaryFolder
  let ledger: PostgresClipLedger
  let objects: any ObjectStore
  let keys: DriverKeys
  let signing: DeviceKey
  let service: ClipService
  let sessions = MemorySessionStore()
  let owners: OwnerAccess
  private let server: HTTPServer
  private let runtime: ViewRuntime<ClipMachine>
  private let book: AccountBook
  private let producer: any LogProducer
  private let codec = EventCodec()
  private var sequences: [RecordID: UInt64] = [:]

  /// - Parameter objects: in a folder of its own unless given.
  init(_ rule: ClipRule = ClipRule(), objects other: (any ObjectStore)? = nil) throws {
    try log.createTopics(Topology.topics)
    folder = try TemporaryFolder()
    ledger = PostgresClipLedger(try ClipDatabase.made.get().settings)
    objects = try other ?? FolderObjectStore(path: folder.path)
    keys = DriverKeys(vault: MemoryDriverKeyVault(), root: try KeyEncryptionKey.generate())
    signing = try DeviceKey.generate()
    service = ClipService(
      ledger: ledger, clips: PostgresOwnerClips(try ClipDatabase.made.get().settings), objects: objects, keys: keys,
      signing: signing, clock: clock, rule: rule)
    let owners = OwnerAccess(store: sessions, clock: clock)
    self.owners = owners
    var router = Router()
    service.addRoutes(to: &router, owners: owners)
    server = HTTPServer(configuration: HTTPServerConfiguration(), router: router)
    // Each world has a log of its own, so its offsets are not those that the database remembers of another's.
    (runtime, book) = try Stages.clips(
      log: log, store: DeclaredOnly(try ClipDatabase.made.get().settings), keys: keys, serviceKey: signing.publicKey,
      clock: clock)
    producer = try log.producer(idempotent: true)
    try server.start()
  }

  func stop() async { await server.stop() }

  /// The file of the only part.
  var part: String? {
    let parts = folder.path + "/parts"
    return FileManager.default.subpaths(atPath: parts)?.first.map { parts + "/" + $0 }
  }

  var base: String { "http://127.0.0.1:\(server.port)" }

  func pair() throws -> PairedCamera {
    var generator = SystemRandomNumberGenerator()
    func id() -> RecordID { RecordID.random(using: &generator) }
    let camera = PairedCamera(
      accountID: id(), vehicleID: id(), driverKeyID: id(), device: try DeviceKey.generate(),
      driverKey: try DriverKey.generate(), deletionSecret: [UInt8](repeating: 1, count: 32), outboxPath: "")
    try keys.store(camera)
    let events = camera.accountEvents(consent: false, textVersion: "1", at: clock.now())
    try AccountLog.write(events, to: log)
    service.devices.absorb(events)
    return camera
  }

  /// Erases the camera's driver, as `swerve account erase` does.
  func erase(_ camera: PairedCamera) throws {
    let event = AccountEvent(
      accountID: camera.accountID, time: clock.now(), content: .erased(driverKeyID: camera.driverKeyID))
    try AccountLog.write([event], to: log)
    try keys.vault.erase(camera.driverKeyID)
    service.devices.absorb([event])
    try book.refresh()
    // What was decided elsewhere is heard when the log is quiet.
    _ = try runtime.step(wait: .zero)
    clock.advance(by: .seconds(10))
    _ = try runtime.step(wait: .zero)
    try settle()
  }

  // MARK: What a camera does

  func authorization(_ camera: PairedCamera, _ method: String, _ path: String) -> String {
    var generator = SystemRandomNumberGenerator()
    let asked = UploadAuthorization(
      vehicleID: camera.vehicleID, time: clock.now(), nonce: RecordID.random(using: &generator))
    return asked.fieldValue(signature: camera.device.sign(asked.signedBytes(method: method, path: path)))
  }

  func send(
    _ method: String, _ path: String, by camera: PairedCamera, headers: [String: String] = [:], body: [UInt8]? = nil
  ) async throws -> Answer {
    let own = ["Tus-Resumable": "1.0.0", "Authorization": authorization(camera, method, path)]
    return try await Client.send(
      method, base + path, headers: own.merging(headers) { $1 }, body: body.map { Data($0) })
  }

  func create(
    _ clip: RecordID, _ byteCount: Int, kind: String = "event", by camera: PairedCamera
  ) async throws -> Answer {
    let metadata = "clip \(Self.base64(clip.hexadecimal)),kind \(Self.base64(kind))"
    return try await send(
      "POST", "/v1/uploads", by: camera, headers: ["Upload-Length": String(byteCount), "Upload-Metadata": metadata])
  }

  func patch(
    _ clip: RecordID, at offset: Int, _ bytes: [UInt8], by camera: PairedCamera, headers: [String: String] = [:]
  ) async throws -> Answer {
    try await send(
      "PATCH", Self.path(clip), by: camera,
      headers: [
        "Upload-Offset": String(offset), "Content-Type": "application/offset+octet-stream",
      ].merging(headers) { $1 }, body: bytes)
  }

  /// Creates and sends it whole.
  func upload(_ clip: RecordID, _ bytes: [UInt8], kind: String = "event", by camera: PairedCamera) async throws -> Int {
    let created = try await create(clip, bytes.count, kind: kind, by: camera)
    guard created.status == 201 else { return created.status }
    return try await patch(clip, at: 0, bytes, by: camera).status
  }

  func declare(
    _ clip: RecordID, _ bytes: [UInt8], kind: ClipKind = .event, recorded: Timestamp? = nil, by camera: PairedCamera
  ) throws {
    let from = recorded ?? clock.now()
    let declaration = ClipEvent.Declaration(
      kind: kind.rawValue, driveID: RecordID(high: 3, low: 3),
      incidentID: kind == .event ? RecordID(high: 4, low: 4) : nil,
      byteCount: UInt64(bytes.count), sha256: Digest.sha256(bytes), mediaType: "video/mp4", recordedFrom: from,
      recordedUntil: from + .seconds(20), triggerOffset: .seconds(10))
    sequences[camera.vehicleID, default: 0] += 1
    let record = try camera.seal(
      codec.encode(ClipEvent(clipID: clip, time: from, content: .declared(declaration))), content: .clipEvent,
      topic: Topology.Topic.clips, sequence: sequences[camera.vehicleID, default: 0])
    log.append(
      OutgoingRecord(topic: Topology.Topic.clips, key: camera.vehicleID.bytes, value: codec.encode(record)),
      partition: 0)
  }

  // MARK: What the service does

  /// Folds what was declared and does the service's own work, until there is no more.
  func settle() throws {
    for _ in 0..<100 {
      let ends = log.contents(of: Topology.Topic.clips).enumerated().allSatisfy { partition, records in
        runtime.positions[TopicPartition(topic: 0, partition: Int32(partition))] == Int64(records.count)
      }
      if ends, !runtime.isDirty, try !service.turn(producer) { return }
      _ = try runtime.step(wait: .zero)
    }
    throw Patience.Exhausted(description: "the clip service does not settle")
  }

  /// What the service said of a camera's clips, believed as projections do.
  func said(of camera: PairedCamera) throws -> [ClipEvent] {
    var registry = DeviceRegistry()
    for event in camera.accountEvents(consent: false, textVersion: "1", at: clock.now()) { registry.absorb(event) }
    var gate = PersonalRecordGate(
      signatures: DeviceSignatures(), payloads: DriverKeyRing(keys: [camera.driverKeyID: camera.driverKey]),
      serviceKey: signing.publicKey)
    var events: [ClipEvent] = []
    for record in log.contents(of: Topology.Topic.clips).flatMap({ $0 }) {
      guard let value = record.value, let sealed = try? codec.decodeSealedRecord(value.span),
        sealed.vehicleID == camera.vehicleID, sealed.signing == PersonalRecordGate.serviceSuite
      else { continue }
      let payload = try gate.open(sealed, topic: Topology.Topic.clips, registry: registry)
      events.append(try codec.decodeClipEvent(payload.span))
    }
    return events
  }

  // MARK: What an owner does

  func session(of camera: PairedCamera) async throws -> [String: String] {
    var generator = SystemRandomNumberGenerator()
    let link = try await owners.link(for: camera.accountID)
    let token = AccessToken(.session, using: &generator)
    _ = try await sessions.redeem(
      link: link.hash, at: clock.now(), session: token.hash, until: clock.now() + .hours(24 * 30))
    return ["Authorization": "Bearer \(token.text)"]
  }

  static func path(_ clip: RecordID) -> String { "/v1/uploads/\(clip.hexadecimal)" }
  static func base64(_ text: String) -> String { Data(text.utf8).base64EncodedString() }

  static func bytes(_ count: Int, seed: UInt64) -> [UInt8] {
    var generator = SeededGenerator(seed: seed)
    return (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
  }

  static func clip() -> RecordID {
    var generator = SystemRandomNumberGenerator()
    return RecordID.random(using: &generator)
  }
}

/// The ledger's rows without its positions: worlds share a database and not a log.
private final class DeclaredOnly: ViewStore {
  private let store: PostgresViewStore

  init(_ settings: PostgresSettings) { store = PostgresViewStore(settings, schema: ViewSchema.clips.rawValue) }

  func claim(_ partitions: [LogPartition]) throws(ViewError) -> [LogPartition: ViewClaim] {
    Dictionary(uniqueKeysWithValues: partitions.map { ($0, ViewClaim(epoch: 1, next: 0)) })
  }

  func write(_ changes: [RowChange], positions: [LogPartition: ViewAdvance]) throws(ViewError) {
    try store.write(changes, positions: [:])
  }

  func close() { store.close() }
}
