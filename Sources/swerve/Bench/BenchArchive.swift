import Core
import Credentials
import EventCodec
import Foundation
import Ports
import Sealing

/// What cameras and the clip service say of many drives, sealed and signed as they do it, in the order of time.
///
/// A drive with all its track is 25 rows of the views: a trip, its track a minute a chunk at one fix a second, two
/// brakings with a clip each; and 28 records: start, 20 chunks, 2 brakings, end, 2 declarations, 2 receipts.
struct BenchArchive: Sendable {
  /// Minutes.
  static let track = 20
  /// Drives of one camera, half an hour apart.
  static let drivesPerCamera = 20
  static let start = Timestamp(milliseconds: 1_800_000_000_000)
  static let duration = Timestamp.Span.minutes(20)

  static func rowsPerDrive(track: Int = track) -> Int { 5 + track }
  static func recordsPerDrive(track: Int = track) -> Int { 8 + track }

  struct Record: Sendable {
    var topic: String
    var vehicle: RecordID
    var time: Timestamp
    var bytes: [UInt8]
    var sealed: SealedRecord
    var payload: [UInt8]
  }

  /// What is to be said, before it has its number.
  private struct Said {
    enum Event {
      case drive(DriveEvent)
      case clip(ClipEvent, byService: Bool)
    }

    var time: Timestamp
    var drive: Int
    var event: Event
  }

  let cameras: [PairedCamera]
  let service: DeviceKey
  private(set) var records: [Record] = []
  private var random: SplitMix64
  private var said: [Said] = []
  private var sequences: [String: UInt64] = [:]
  private let codec = EventCodec()

  /// - Parameters:
  ///   - cameras: nil: one for each `drivesPerCamera` drives.
  ///   - track: minutes of each drive whose track is kept, 20 at most.
  ///   - owner: the account of all cameras; nil: each has one of its own.
  init(drives: Int, seed: UInt64, cameras: Int? = nil, track: Int = track, owner: RecordID? = nil) throws {
    var random = SplitMix64(seed: seed)
    service = try DeviceKey(rawPrivate: Self.bytes(32, &random))
    let count = cameras ?? max(1, (drives + Self.drivesPerCamera - 1) / Self.drivesPerCamera)
    self.cameras = try (0..<count).map { number in
      PairedCamera(
        accountID: owner ?? RecordID(high: 1, low: UInt64(number)), vehicleID: RecordID(high: 2, low: UInt64(number)),
        driverKeyID: RecordID(high: 3, low: UInt64(number)),
        device: try DeviceKey(rawPrivate: Self.bytes(32, &random)),
        driverKey: try DriverKey(bytes: Self.bytes(32, &random)), deletionSecret: Self.bytes(32, &random),
        outboxPath: "")
    }
    self.random = random
    for drive in 0..<drives { tell(drive, track) }
    // Where two have the same time, in the order they were said.
    let order = said.enumerated().sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }
    for (_, said) in order { try seal(said) }
    said = []
  }

  /// Who is paired, as the log of account events tells it.
  var accountEvents: [AccountEvent] {
    cameras.flatMap { $0.accountEvents(consent: false, textVersion: "1", at: Self.start) }
  }

  // MARK: Drives

  private mutating func tell(_ drive: Int, _ track: Int) {
    let begin =
      Self.start + .minutes(30 * Int64(drive / cameras.count)) + .milliseconds(Int64(random.index(300_000)))
    let trip = RecordID.random(using: &random)
    var position = Coordinate(latitudeE7: 400_000_000, longitudeE7: -1_000_000_000 + Int32(drive % 1_000) * 200_000)
    func event(_ time: Timestamp, _ content: DriveEvent.Content) -> DriveEvent {
      DriveEvent(driveID: trip, time: time, content: content)
    }
    say(event(begin, .started(at: position)), drive)
    for minute in 0..<track {
      let base = begin + .minutes(Int64(minute))
      var chunk = DriveEvent.TrackChunk(base: base)
      for second in 0..<60 {
        position = position.moved(east: random.between(-1, 1), north: 15)
        chunk.append(
          PositionFix(
            time: base + .seconds(Int64(second)), position: position,
            speed: .metersPerSecond(Float(random.between(12, 18))), course: Course(degrees: random.between(0, 20)),
            horizontalAccuracy: .meters(3)))
      }
      say(event(base + .seconds(59), .track(chunk)), drive)
    }
    for minute in [6, 13] {
      tellIncident(trip, at: begin + .minutes(Int64(minute)), position, drive)
    }
    let end = DriveEvent.DriveEnd(
      position: position, distance: .meters(18_000), duration: Self.duration, reason: .parked)
    say(event(begin + Self.duration, .ended(end)), drive)
  }

  private mutating func tellIncident(
    _ trip: RecordID, at time: Timestamp, _ position: Coordinate, _ drive: Int
  ) {
    let (id, clip) = (RecordID.random(using: &random), RecordID.random(using: &random))
    let peaks = HazardSighting.Peaks(
      deceleration: .g(Float(random.between(0.35, 0.8))), lateral: .g(0.05), vertical: .g(0.1))
    say(
      DriveEvent(
        driveID: trip, time: time,
        content: .incident(
          DriveEvent.Incident(
            incidentID: id, kind: .hardBraking, position: position, course: Course(degrees: 0), peaks: peaks,
            duration: .milliseconds(800), speedBefore: .metersPerSecond(16), speedAfter: .metersPerSecond(4),
            probability: nil))), drive)
    let (byteCount, digest) = (UInt64(40 << 20), Self.bytes(32, &random))
    let declaration = ClipEvent.Declaration(
      kind: 1, driveID: trip, incidentID: id, byteCount: byteCount, sha256: digest, mediaType: "video/mp4",
      recordedFrom: time - .seconds(20), recordedUntil: time + .seconds(10), triggerOffset: .seconds(20))
    say(ClipEvent(clipID: clip, time: time + .seconds(30), content: .declared(declaration)), drive)
    say(
      ClipEvent(
        clipID: clip, time: time + .seconds(60), content: .received(byteCount: byteCount, sha256: digest)),
      drive, byService: true)
  }

  // MARK: Records

  private mutating func say(_ event: DriveEvent, _ drive: Int) {
    said.append(Said(time: event.time, drive: drive, event: .drive(event)))
  }

  private mutating func say(_ event: ClipEvent, _ drive: Int, byService: Bool = false) {
    said.append(Said(time: event.time, drive: drive, event: .clip(event, byService: byService)))
  }

  private mutating func seal(_ said: Said) throws {
    let camera = cameras[said.drive % cameras.count]
    let (topic, payload): (String, [UInt8])
    let record: SealedRecord
    switch said.event {
    case .drive(let event):
      (topic, payload) = (Topology.Topic.drives, codec.encode(event))
      record = try camera.seal(
        payload, content: .driveEvent, topic: topic, sequence: next("\(camera.vehicleID.low) drives"))
    case .clip(let event, byService: false):
      (topic, payload) = (Topology.Topic.clips, codec.encode(event))
      record = try camera.seal(
        payload, content: .clipEvent, topic: topic, sequence: next("\(camera.vehicleID.low) clips"))
    case .clip(let event, byService: true):
      (topic, payload) = (Topology.Topic.clips, codec.encode(event))
      record = try SealedRecord(
        vehicleID: camera.vehicleID, sequence: next("\(camera.vehicleID.low) service"), content: .clipEvent,
        sealing: PersonalSuite.aes256GCMWithHKDF, driverKeyID: camera.driverKeyID, ciphertext: [],
        signing: PersonalSuite.serviceED25519, signature: []
      ).sealed(payload, topic: topic, for: camera.driverKey, signedBy: service)
    }
    records.append(
      Record(
        topic: topic, vehicle: record.vehicleID, time: said.time, bytes: codec.encode(record), sealed: record,
        payload: payload))
  }

  private mutating func next(_ stream: String) -> UInt64 {
    sequences[stream, default: 0] += 1
    return sequences[stream, default: 0]
  }

  private static func bytes(_ count: Int, _ random: inout SplitMix64) -> [UInt8] {
    (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next() >> 32) }
  }
}
