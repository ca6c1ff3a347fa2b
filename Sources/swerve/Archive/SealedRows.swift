import Core
import EventCodec
import Ports
import Sealing

/// Opens what the views keep sealed, with the owner's keys out of the vault.
struct SealedRows: Sendable {
  let keys: DriverKeys

  func opener(for account: RecordID) -> Opener { Opener(rows: self, account: account) }

  /// For one answer: each key is fetched and unwrapped once, and gone with the answer, so that an erased key is gone at
  /// once.
  final class Opener {
    private let rows: SealedRows
    private let account: RecordID
    private let codec = EventCodec()
    private var keys: [RecordID: DriverKey?] = [:]

    fileprivate init(rows: SealedRows, account: RecordID) {
      self.rows = rows
      self.account = account
    }

    /// Nil: the key is erased or another account's, or the bytes are not what was sealed.
    func driveEvent(_ record: [UInt8]?) throws(ViewError) -> DriveEvent? {
      guard let record, let sealed = try? codec.decodeSealedRecord(record.span),
        let key = try key(sealed.driverKeyID),
        let payload = try? DriverKeyRing(keys: [sealed.driverKeyID: key]).open(sealed, topic: Topology.Topic.drives)
      else { return nil }
      return try? codec.decodeDriveEvent(payload.span)
    }

    private func key(_ id: RecordID) throws(ViewError) -> DriverKey? {
      if let known = keys[id] { return known }
      let stored = try rows.keys.key(id)
      let key = stored?.account == account ? stored?.key : nil
      keys[id] = .some(key)
      return key
    }
  }
}
