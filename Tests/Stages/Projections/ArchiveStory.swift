import Core
import Credentials
import EventCodec
import Foundation
import Ports
import Projections
import Runtime
import Sealing
import TestSupport

@testable import swerve

/// Drivers with their drives and clips on a log in memory, sealed and signed as devices do it, and the views that are
/// folded from them.
final class ArchiveStory {
  static let start = Flow.start
  static let partitions = 3

  let log = MemoryLog()
  let views = MemoryViews()
  let vault = MemoryDriverKeyVault()
  let clock = SettableClock(start)
  var limits = ViewLimits()
  let keys: DriverKeys
  let service: DeviceKey
  private(set) var cameras: [PairedCamera] = []
  private var sequences: [String: UInt64] = [:]
  private let codec = EventCodec()

  init(cameras count: Int = 4) throws {
    keys = DriverKeys(vault: vault, root: try KeyEncryptionKey(bytes: [UInt8](repeating: 9, count: 32)))
    service = try DeviceKey.generate()
    try log.createTopics(
      Stages.personalTopics.map { TopicSpecification(name: $0, partitions: Self.partitions) } + [
        TopicSpecification(name: Topology.Topic.accounts, partitions: 1)
      ])
    for number in 0..<count { try pair(number) }
  }

  func pair(_ number: Int, isStored: Bool = true) throws {
    let camera = PairedCamera(
      accountID: RecordID(high: 1, low: UInt64(number)), vehicleID: RecordID(high: 2, low: UInt64(number)),
      driverKeyID: RecordID(high: 3, low: UInt64(number)), device: try DeviceKey.generate(),
      driverKey: try DriverKey.generate(), deletionSecret: [UInt8](repeating: 1, count: 32), outboxPath: "")
    if isStored { try keys.store(camera) }
    for event in camera.accountEvents(consent: false, textVersion: "1", at: Self.start) { tell(event) }
    cameras.append(camera)
  }

  func tell(_ event: AccountEvent) {
    log.append(
      OutgoingRecord(topic: Topology.Topic.accounts, key: event.accountID.bytes, value: codec.encode(event)),
      partition: 0)
  }

  // MARK: Records

  func sealed(_ event: DriveEvent, by camera: PairedCamera, sequence: UInt64? = nil) throws -> SealedRecord {
    try camera.seal(
      codec.encode(event), content: .driveEvent, topic: Topology.Topic.drives,
      sequence: sequence ?? next(camera, Topology.Topic.drives))
  }

  func drive(_ event: DriveEvent, by number: Int) throws { append(try sealed(event, by: cameras[number]), .drives) }

  func clip(_ event: ClipEvent, by number: Int) throws {
    let camera = cameras[number]
    let record = try camera.seal(
      codec.encode(event), content: .clipEvent, topic: Topology.Topic.clips,
      sequence: next(camera, Topology.Topic.clips))
    append(record, .clips)
  }

  /// What the clip service says of a driver's clip.
  func serviceSays(_ event: ClipEvent, of number: Int, signedBy key: DeviceKey? = nil) throws {
    let camera = cameras[number]
    var record = try camera.seal(
      codec.encode(event), content: .clipEvent, topic: Topology.Topic.clips,
      sequence: next(camera, "service"))
    record.signing = PersonalSuite.serviceED25519
    record.signature = (key ?? service).sign(record.signedBytes(topic: Topology.Topic.clips))
    append(record, .clips)
  }

  enum Plane: Int { case drives, clips }

  func append(_ record: SealedRecord, _ plane: Plane) {
    append(codec.encode(record), of: record.vehicleID, plane)
  }

  func append(_ value: [UInt8]?, of vehicle: RecordID, _ plane: Plane) {
    log.append(
      OutgoingRecord(topic: Stages.personalTopics[plane.rawValue], key: vehicle.bytes, value: value),
      partition: Int32(vehicle.low % UInt64(Self.partitions)))
  }

  private func next(_ camera: PairedCamera, _ stream: String) -> UInt64 {
    sequences[camera.vehicleID.hexadecimal + stream, default: 0] += 1
    return sequences[camera.vehicleID.hexadecimal + stream, default: 0]
  }

  // MARK: Folding

  func projections(into views: MemoryViews? = nil, group: String = "projections") throws -> (
    runtime: ViewRuntime<ProjectionMachine>, book: AccountBook
  ) {
    try Stages.projections(
      log: log, store: (views ?? self.views).store(), keys: keys, serviceKey: service.publicKey, group: group,
      limits: limits, clock: clock)
  }

  /// Turns until all is folded and written.
  func finish(_ runtime: ViewRuntime<ProjectionMachine>) throws {
    for _ in 0..<Flow.turnsMax {
      if isThrough(runtime.positions), !runtime.isDirty { return }
      _ = try runtime.step(wait: .zero)
    }
    throw Flow.Stuck()
  }

  /// Folds all in one go, in a process of its own.
  func fold(into views: MemoryViews? = nil) throws {
    let (runtime, _) = try projections(into: views)
    try finish(runtime)
    runtime.close()
  }

  func isThrough(_ positions: [TopicPartition: Int64]) -> Bool {
    Stages.personalTopics.indices.allSatisfy { topic in
      log.contents(of: Stages.personalTopics[topic]).enumerated().allSatisfy { partition, records in
        positions[TopicPartition(topic: topic, partition: Int32(partition))] == Int64(records.count)
      }
    }
  }

  static let tables = ["trips", "track_chunks", "events", "clips", "set_aside"]

  static func rows(_ views: MemoryViews) -> [String: Set<[String: ViewCell]>] {
    Dictionary(uniqueKeysWithValues: tables.map { ($0, Set(views.rows(of: $0))) })
  }

  var rows: [String: Set<[String: ViewCell]>] { Self.rows(views) }
}
