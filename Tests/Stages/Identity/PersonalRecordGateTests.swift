import Core
import Credentials
import EventCodec
import Ports
import Runtime
import Sealing
import Testing

@testable import swerve

@Suite struct `The gate of the personal plane` {
  private static let topic = "personal.drives"
  private static let other = "personal.clips"
  private let camera: PairedCamera
  private let payload = Array("a drive".utf8)
  private var registry = DeviceRegistry()
  private var gate: PersonalRecordGate

  init() throws {
    camera = try Self.camera(1)
    for event in camera.accountEvents(consent: false, textVersion: "1", at: Flow.start) { registry.absorb(event) }
    gate = PersonalRecordGate(
      signatures: DeviceSignatures(), payloads: DriverKeyRing(keys: [camera.driverKeyID: camera.driverKey]))
  }

  private static func camera(_ number: UInt64) throws -> PairedCamera {
    PairedCamera(
      accountID: RecordID(high: number, low: 1), vehicleID: RecordID(high: number, low: 2),
      driverKeyID: RecordID(high: number, low: 3), device: try DeviceKey.generate(),
      driverKey: try DriverKey.generate(),
      deletionSecret: [UInt8](repeating: UInt8(number), count: 32), outboxPath: "")
  }

  private func record(_ sequence: UInt64, topic: String = topic) throws -> SealedRecord {
    try camera.seal(payload, content: .driveEvent, topic: topic, sequence: sequence)
  }

  private mutating func refusal(of record: SealedRecord, topic: String = topic) -> IdentityFault? {
    do throws(IdentityFault) {
      _ = try gate.open(record, topic: topic, registry: registry)
      return nil
    } catch { return error }
  }

  @Test mutating func `opens what the paired device sealed, through the bytes of the log`() throws {
    let codec = EventCodec()
    for sequence: UInt64 in [1, 2, 7] {
      let bytes = codec.encode(try record(sequence))
      let read = try codec.decodeSealedRecord(bytes.span)
      #expect(try gate.open(read, topic: Self.topic, registry: registry) == payload)
    }
  }

  @Test mutating func `refuses what another key has signed`() throws {
    let stranger = try Self.camera(2)
    var forged = try record(1)
    forged.signature = stranger.device.sign(forged.signedBytes(topic: Self.topic))
    #expect(refusal(of: forged) == .forged)
    // The stranger is paired too, and says it is the first one's record.
    for event in stranger.accountEvents(consent: false, textVersion: "1", at: Flow.start) { registry.absorb(event) }
    #expect(refusal(of: forged) == .forged)
  }

  @Test mutating func `refuses a record in which any field was changed`() throws {
    let stranger = try Self.camera(2)
    for event in stranger.accountEvents(consent: false, textVersion: "1", at: Flow.start) { registry.absorb(event) }
    let good = try record(5)
    let changes: [(field: String, fault: IdentityFault, change: (inout SealedRecord) -> Void)] = [
      ("vehicle, not paired", .unknownKey, { $0.vehicleID = RecordID(high: 9, low: 9) }),
      ("vehicle, another's", .unknownKey, { $0.vehicleID = stranger.vehicleID }),
      (
        "vehicle and driver key, another's", .forged,
        {
          $0.vehicleID = stranger.vehicleID
          $0.driverKeyID = stranger.driverKeyID
        }
      ),
      ("driver key", .unknownKey, { $0.driverKeyID = stranger.driverKeyID }),
      ("sequence", .forged, { $0.sequence = 6 }),
      ("content", .forged, { $0.content = .clipEvent }),
      ("sealing", .forged, { $0.sealing = 2 }),
      ("signing", .forged, { $0.signing = 2 }),
      ("first byte of the ciphertext", .forged, { $0.ciphertext[0] ^= 1 }),
      ("last byte of the ciphertext", .forged, { $0.ciphertext[$0.ciphertext.count - 1] ^= 0x80 }),
      ("ciphertext cut", .forged, { $0.ciphertext.removeLast() }),
      ("ciphertext longer", .forged, { $0.ciphertext.append(0) }),
      ("signature", .forged, { $0.signature[63] ^= 1 }),
      ("no signature", .forged, { $0.signature = [] }),
    ]
    for (field, fault, change) in changes {
      var changed = good
      change(&changed)
      #expect(refusal(of: changed) == fault, "\(field)")
    }
    // None of them used the sequence up.
    #expect(refusal(of: good) == nil)
  }

  /// A device that is in the wrong hands can sign, but not open or move what the driver's key has sealed.
  @Test mutating func `refuses a payload that was moved to another place, though the device signed it`() throws {
    let good = try record(5)
    let moves: [(inout SealedRecord) -> Void] = [
      { $0.sequence = 6 }, { $0.content = .clipEvent }, { $0.ciphertext[20] ^= 1 }, { $0.ciphertext = [] },
    ]
    for move in moves {
      var moved = good
      move(&moved)
      moved.signature = camera.device.sign(moved.signedBytes(topic: Self.topic))
      #expect(refusal(of: moved) == .altered)
    }
    var unknown = good
    unknown.sealing = 9
    unknown.signature = camera.device.sign(unknown.signedBytes(topic: Self.topic))
    #expect(refusal(of: unknown) == .unknownSuite)
  }

  @Test mutating func `refuses a record on another topic than its own`() throws {
    var record = try record(1)
    #expect(refusal(of: record, topic: Self.other) == .forged)
    record.signature = camera.device.sign(record.signedBytes(topic: Self.other))
    #expect(refusal(of: record, topic: Self.other) == .altered)
  }

  @Test mutating func `refuses a sequence that was seen, or lies before one that was, on each topic`() throws {
    #expect(try refusal(of: record(3)) == nil)
    #expect(try refusal(of: record(3)) == .replayed)
    #expect(try refusal(of: record(2)) == .replayed)
    #expect(try refusal(of: record(0)) == .replayed)
    #expect(try refusal(of: record(2, topic: Self.other), topic: Self.other) == nil)
    #expect(try refusal(of: record(4)) == nil)
    #expect(try refusal(of: record(.max)) == nil)
    #expect(try refusal(of: record(.max)) == .replayed)
  }

  @Test mutating func `lets what it refuses change nothing`() throws {
    var forged = try record(100)
    forged.signature[0] ^= 1
    #expect(refusal(of: forged) == .forged)
    #expect(try refusal(of: record(1)) == nil)
  }

  @Test mutating func `opens nothing once the driver's key is gone`() throws {
    let before = try record(1)
    var stranger = AccountEvent(
      accountID: RecordID(high: 8, low: 8), time: Flow.start, content: .erased(driverKeyID: camera.driverKeyID))
    registry.absorb(stranger)
    #expect(refusal(of: before) == nil)
    stranger.accountID = camera.accountID
    registry.absorb(stranger)
    #expect(try refusal(of: record(2)) == .unknownKey)

    // Also where the key is lost and nobody has told the registry.
    var known = DeviceRegistry()
    for event in camera.accountEvents(consent: false, textVersion: "1", at: Flow.start) { known.absorb(event) }
    var empty = PersonalRecordGate(signatures: DeviceSignatures(), payloads: DriverKeyRing())
    #expect(throws: IdentityFault.unknownKey) { try empty.open(before, topic: Self.topic, registry: known) }
  }
}
