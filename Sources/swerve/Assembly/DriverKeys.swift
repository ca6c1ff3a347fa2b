import Core
import Foundation
import Ports
import Sealing

/// Drivers' keys as the archive's services have them: wrapped in the vault, opened under a root that lies in a file.
struct DriverKeys: Sendable {
  let vault: any DriverKeyVault
  let root: KeyEncryptionKey

  init(vault: any DriverKeyVault, root: KeyEncryptionKey) {
    self.vault = vault
    self.root = root
  }

  /// - Parameter path: 64 hexadecimal digits.
  static func root(_ path: String) throws -> KeyEncryptionKey {
    try KeyEncryptionKey(bytes: try Files.key(path, maker: "swerve keys root makes one"))
  }

  func store(_ camera: PairedCamera) throws {
    let wrapped = try camera.driverKey.wrapped(under: root, owner: camera.accountID.bytes)
    do throws(ViewError) {
      // A wrap of the same key differs each time, so what is there already is left.
      if try vault.wrappedKey(camera.driverKeyID) != nil { return }
      try vault.store(wrapped, id: camera.driverKeyID, account: camera.accountID)
    } catch { throw CommandFailure(error) }
  }

  /// Nil: never stored, or erased.
  /// - Throws: when the vault does not answer.
  func key(_ id: RecordID) throws(ViewError) -> (account: RecordID, key: DriverKey)? {
    guard let stored = try vault.wrappedKey(id),
      let key = try? DriverKey(unwrapping: stored.wrapped, under: root, owner: stored.account.bytes)
    else { return nil }
    return (stored.account, key)
  }
}

/// Opens records for a stage that reads many: keeps the newest keys for a short while, so that an erased one is gone
/// soon. Confined to one thread at a time.
final class VaultKeyRing: PayloadOpening, @unchecked Sendable {
  // The lock guards all that changes.
  /// Keys kept at once, 32 bytes each.
  static let maximumKeys = 10_000
  /// How long a key may be used after it was fetched.
  static let lifetime: Timestamp.Span = .seconds(60)

  private let keys: DriverKeys
  private let clock: any WallClock
  private let lock = NSLock()
  private var ring = DriverKeyRing()
  private var emptied: Timestamp

  init(_ keys: DriverKeys, clock: any WallClock) {
    self.keys = keys
    self.clock = clock
    emptied = clock.now()
  }

  func open(_ record: SealedRecord, topic: String) throws(IdentityFault) -> [UInt8] {
    try current(record.driverKeyID).open(record, topic: topic)
  }

  private func current(_ id: RecordID) throws(IdentityFault) -> DriverKeyRing {
    lock.lock()
    defer { lock.unlock() }
    let now = clock.now()
    if now - emptied > Self.lifetime || ring.keys.count >= Self.maximumKeys {
      ring.keys = [:]
      emptied = now
    }
    if ring.keys[id] == nil {
      do throws(ViewError) { ring.keys[id] = try keys.key(id)?.key } catch {
        throw .unavailable("the vault of drivers' keys")
      }
    }
    return ring
  }
}
