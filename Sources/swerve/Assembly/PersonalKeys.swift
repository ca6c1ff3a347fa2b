import Core
import Credentials
import Foundation
import Ports
import Runtime
import Sealing

/// What a camera keeps in its folder after pairing. Everything in it is for its owner's eyes only.
///
///     device.key     Ed25519, 32 bytes in hexadecimal: signs what the camera says on the personal plane
///     driver.key     32 bytes in hexadecimal: seals it
///     deletion.key   32 bytes in hexadecimal: names its network records, so that they can be asked to be deleted
///     pairing.json   account, vehicle and driver key ids: random, no secret
struct CameraFolder {
  var path: String

  struct Pairing: Codable {
    var accountID: String
    var vehicleID: String
    var driverKeyID: String
  }

  var outboxPath: String { path + "/outbox.sqlite" }

  /// Makes the keys of a new camera; a folder that has some is left alone.
  func pair(account: RecordID) throws -> PairedCamera {
    try Files.makeFolder(path, secret: true)
    let device = try DeviceKey.generate()
    let driver = try DriverKey.generate()
    var generator = SystemRandomNumberGenerator()
    let pairing = Pairing(
      accountID: account.hexadecimal, vehicleID: RecordID.random(using: &generator).hexadecimal,
      driverKeyID: RecordID.random(using: &generator).hexadecimal)
    var deletion: [UInt8] = []
    for _ in 0..<32 { deletion.append(UInt8.random(in: 0...255, using: &generator)) }
    let secrets = [("device.key", device.rawPrivate), ("driver.key", driver.bytes), ("deletion.key", deletion)]
    for (name, bytes) in secrets {
      try Files.write(
        Array((Hexadecimal.encode(bytes) + "\n").utf8), to: "\(path)/\(name)", secret: true, replacing: false)
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
    try Files.write(Array(encoder.encode(pairing)), to: path + "/pairing.json", secret: true, replacing: false)
    return try open()
  }

  func open() throws -> PairedCamera {
    let text = try Files.read(path + "/pairing.json", limit: 4_096)
    guard let pairing = try? JSONDecoder().decode(Pairing.self, from: Data(text)),
      let account = Hexadecimal.decode(pairing.accountID).flatMap({ RecordID(bytes: $0) }),
      let vehicle = Hexadecimal.decode(pairing.vehicleID).flatMap({ RecordID(bytes: $0) }),
      let driverKeyID = Hexadecimal.decode(pairing.driverKeyID).flatMap({ RecordID(bytes: $0) })
    else { throw CommandFailure(.data, "\(path)/pairing.json is damaged; pair the camera again in another folder") }
    return PairedCamera(
      accountID: account, vehicleID: vehicle, driverKeyID: driverKeyID,
      device: try DeviceKey(rawPrivate: try secret("device.key")),
      driverKey: try DriverKey(bytes: try secret("driver.key")),
      deletionSecret: try secret("deletion.key"), outboxPath: outboxPath)
  }

  private func secret(_ name: String) throws(CommandFailure) -> [UInt8] {
    try Files.key("\(path)/\(name)", maker: "pair the camera again in another folder")
  }
}

/// A camera with its keys.
struct PairedCamera {
  var accountID: RecordID
  var vehicleID: RecordID
  var driverKeyID: RecordID
  var device: DeviceKey
  var driverKey: DriverKey
  var deletionSecret: [UInt8]
  var outboxPath: String

  /// The keyed hash that names its network records.
  var hash: KeyedHash {
    let secret = deletionSecret
    return { Digest.hmacSHA256(key: secret, message: $0) }
  }

  func accountEvents(consent: Bool, textVersion: String, at time: Timestamp) -> [AccountEvent] {
    let paired = AccountEvent(
      accountID: accountID, time: time,
      content: .paired(vehicleID: vehicleID, devicePublicKey: device.publicKey, driverKeyID: driverKeyID))
    guard consent else { return [paired] }
    return [
      paired,
      AccountEvent(
        accountID: accountID, time: time,
        content: .consentGranted(scope: .hazardNetwork, textVersion: textVersion, vehicleID: vehicleID)),
    ]
  }
}

extension PairedCamera: PersonalSealing {
  func seal(
    _ payload: [UInt8], content: SealedRecord.Content, topic: String, sequence: UInt64
  ) throws(IdentityFault) -> SealedRecord {
    let record = SealedRecord(
      vehicleID: vehicleID, sequence: sequence, content: content, sealing: PersonalSuite.aes256GCMWithHKDF,
      driverKeyID: driverKeyID, ciphertext: [], signing: PersonalSuite.ed25519, signature: [])
    return try record.sealed(payload, topic: topic, for: driverKey, signedBy: device)
  }
}

extension SealedRecord {
  /// The same record with its payload sealed for the driver and signed.
  func sealed(
    _ payload: [UInt8], topic: String, for driver: DriverKey, signedBy key: DeviceKey
  ) throws(IdentityFault) -> SealedRecord {
    var record = self
    do {
      record.ciphertext = try driver.seal(
        payload, at: PersonalSuite.coordinates(of: record, topic: topic),
        associatedData: record.associatedData(topic: topic))
    } catch {
      throw .unavailable("the driver's seal (\(error))")
    }
    record.signature = key.sign(record.signedBytes(topic: topic))
    return record
  }
}

/// Numbers of the schema's suites.
enum PersonalSuite {
  static let aes256GCMWithHKDF: UInt32 = 1
  static let ed25519: UInt32 = 1
  static let serviceED25519 = PersonalRecordGate.serviceSuite

  static func coordinates(of record: SealedRecord, topic: String) -> RecordCoordinates {
    RecordCoordinates(topic: topic, vehicle: record.vehicleID.bytes, sequence: record.sequence)
  }
}

/// Ed25519 signatures, for the port.
struct DeviceSignatures: SignatureChecking {
  func isValid(_ signature: [UInt8], of message: [UInt8], publicKey: [UInt8], suite: UInt32) -> Bool {
    [PersonalSuite.ed25519, PersonalSuite.serviceED25519].contains(suite)
      && DeviceKey.verify(signature: signature, message: message, publicKey: publicKey)
  }
}

/// Opens payloads with the driver keys at hand.
struct DriverKeyRing: PayloadOpening {
  var keys: [RecordID: DriverKey] = [:]

  func open(_ record: SealedRecord, topic: String) throws(IdentityFault) -> [UInt8] {
    guard record.sealing == PersonalSuite.aes256GCMWithHKDF else { throw .unknownSuite }
    guard let key = keys[record.driverKeyID] else { throw .unknownKey }
    do {
      return try key.open(
        record.ciphertext, at: PersonalSuite.coordinates(of: record, topic: topic),
        associatedData: record.associatedData(topic: topic))
    } catch { throw .altered }
  }
}

extension RecordID {
  static func random(using generator: inout some RandomNumberGenerator) -> RecordID {
    RecordID(high: generator.next(), low: generator.next())
  }
}
