import Core
import Credentials
import Ports
import Sealing

/// Seals clips with keys that only the driver's key in the vault unwraps.
struct VaultClipSealing: ClipSealing {
  let keys: DriverKeys

  func makeKey(driverKeyID: RecordID, clip: RecordID) throws(IdentityFault) -> [UInt8] {
    let driver = try driver(driverKeyID)
    do { return try ClipKey.generate().wrapped(by: driver, clip: clip.bytes) } catch {
      throw .unavailable("a clip's key")
    }
  }

  func sealer(of clip: ClipKeyReference, from progress: SealingProgress?) throws(IdentityFault) -> any ClipSealer {
    let key = try key(of: clip)
    do {
      guard let progress else { return try ChunkSealer(key, context: Self.context(clip.clipID)) }
      return try ChunkSealer(key, context: Self.context(clip.clipID), resuming: progress)
    } catch { throw .altered }
  }

  func opener(of clip: ClipKeyReference, header: [UInt8]) throws(IdentityFault) -> any ClipOpener {
    let key = try key(of: clip)
    do { return try ChunkOpener(key, header: header, context: Self.context(clip.clipID)) } catch { throw .altered }
  }

  func digest(_ algorithm: DigestAlgorithm) -> any RunningDigest { MessageDigest(algorithm) }

  /// What an object is bound to.
  private static func context(_ clip: RecordID) -> [UInt8] { Array("swerve clip 1".utf8) + clip.bytes }

  private func key(of clip: ClipKeyReference) throws(IdentityFault) -> ClipKey {
    let driver = try driver(clip.driverKeyID)
    do { return try ClipKey(unwrapping: clip.wrappedKey, by: driver, clip: clip.clipID.bytes) } catch { throw .altered }
  }

  private func driver(_ id: RecordID) throws(IdentityFault) -> DriverKey {
    let found: (account: RecordID, key: DriverKey)?
    do throws(ViewError) { found = try keys.key(id) } catch { throw .unavailable("the vault of drivers' keys") }
    guard let found else { throw .unknownKey }
    return found.key
  }
}

/// What the clip service says of its own, sealed for the driver and signed by the service.
struct ServiceVoice: Sendable {
  let signing: DeviceKey
  let keys: DriverKeys
  let devices: PairedDevices

  /// Nil: the driver is erased, or was never paired here.
  func seal(_ event: ServiceEvent, _ payload: [UInt8]) throws(IdentityFault) -> SealedRecord? {
    guard let device = devices.device(of: event.vehicleID) else { return nil }
    let found: (account: RecordID, key: DriverKey)?
    do throws(ViewError) { found = try keys.key(device.driverKeyID) } catch {
      throw .unavailable("the vault of drivers' keys")
    }
    guard let found else { return nil }
    let record = SealedRecord(
      vehicleID: event.vehicleID, sequence: event.sequence, content: .clipEvent,
      sealing: PersonalSuite.aes256GCMWithHKDF, driverKeyID: device.driverKeyID, ciphertext: [],
      signing: PersonalSuite.serviceED25519, signature: [])
    return try record.sealed(payload, topic: Topology.Topic.clips, for: found.key, signedBy: signing)
  }
}
