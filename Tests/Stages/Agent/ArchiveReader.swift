import Core
import EventCodec
import Ports

/// Reads a personal topic as its readers do: a sequence that was seen is passed over.
struct ArchiveReader {
  var sealed: [SealedRecord] = []
  var drives: [DriveEvent] = []
  /// Records whose sequence had come before.
  var repeated = 0

  init(_ records: [OutgoingRecord], topic: String = "personal.drives") throws {
    let codec = EventCodec()
    var last: UInt64 = 0
    for record in records where record.topic == topic {
      let bytes = record.value ?? []
      let sealed = try codec.decodeSealedRecord(bytes.span)
      self.sealed.append(sealed)
      guard sealed.sequence > last else {
        repeated += 1
        continue
      }
      last = sealed.sequence
      if sealed.content == .driveEvent {
        let payload = Array(sealed.ciphertext.dropLast(16))
        drives.append(try codec.decodeDriveEvent(payload.span))
      }
    }
  }

  /// Different records under one number: there must be none.
  var reusedSequences: Int {
    Dictionary(grouping: Set(sealed), by: \.sequence).values.count { $0.count > 1 }
  }
}
