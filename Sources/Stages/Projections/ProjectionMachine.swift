public import Core
public import Ports
public import Runtime

/// Folds one partition of a personal topic into rows: trips, track, events, clips. It decides nothing but whether a
/// record is to be believed.
public struct ProjectionMachine: ViewMachine {
  private let topic: String
  private let codec: any EventCoding
  private let book: AccountBook
  private var gate: PersonalRecordGate
  private var rows = ArchiveRows()
  private var aside = ColumnGroup(table: "set_aside")
  private var sequences: [RecordStream: UInt64] = [:]
  private var erasuresDone = 0

  /// - Parameter claim: what the store holds of the partition.
  public init(
    topic: String, claim: ViewClaim, codec: any EventCoding, book: AccountBook, gate: PersonalRecordGate
  ) {
    self.topic = topic
    self.codec = codec
    self.book = book
    self.gate = gate
    self.gate.remember(claim.sequences, topic: topic)
  }

  public mutating func absorb(
    _ batch: borrowing RecordBatch, rows range: Range<Int>, into output: inout ViewOutput
  ) throws(LogError) {
    for index in range {
      let record = batch[index]
      if record.isTombstone {
        setAside(record, "tombstone", &output)
      } else if let sealed = try? codec.decodeSealedRecord(record.bytes) {
        try take(sealed, record, &output)
      } else {
        setAside(record, "malformed", &output)
      }
    }
    give(&output)
  }

  public mutating func advance(to now: Timestamp, into output: inout ViewOutput) { give(&output) }

  public mutating func takeSequences() -> [RecordStream: UInt64] {
    defer { sequences = [:] }
    return sequences
  }

  // MARK: Details

  private mutating func take(_ sealed: SealedRecord, _ record: borrowing RecordView, _ output: inout ViewOutput)
    throws(LogError)
  {
    guard let device = try book.device(of: sealed.vehicleID), device.driverKeyID == sealed.driverKeyID else {
      // Of an erased driver nothing is kept, not even that there was something.
      if book.isErased(sealed.driverKeyID) { return output.count("erased") }
      return setAside(record, "unknown_device", &output)
    }
    let payload: [UInt8]
    do throws(IdentityFault) {
      payload = try gate.open(sealed, topic: topic, registry: book.registry)
    } catch {
      return setAside(record, try Self.reason(error), &output)
    }
    sequences[RecordStream(vehicleID: sealed.vehicleID, signing: sealed.signing)] = sealed.sequence
    let bytes = record.bytes
    let source = ArchiveRows.Source(
      account: device.accountID, vehicle: sealed.vehicleID, record: (0..<bytes.count).map { bytes[$0] })
    if sealed.content == .driveEvent, let event = try? codec.decodeDriveEvent(payload.span) {
      rows.add(event, from: source)
    } else if sealed.content == .clipEvent, let event = try? codec.decodeClipEvent(payload.span) {
      rows.add(event, from: source)
    } else {
      return setAside(record, "unreadable", &output)
    }
    output.count("folded")
  }

  /// - Throws: when the answer may be another one later.
  private static func reason(_ fault: IdentityFault) throws(LogError) -> String {
    switch fault {
    case .forged: "forged"
    case .altered: "altered"
    case .replayed: "replayed"
    case .unknownKey: "no_key"
    case .unknownSuite: "unknown_suite"
    case .malformed, .invalid, .limitReached: "malformed"
    case .unavailable(let what):
      throw LogError(
        .unavailable, operation: "open a personal record", reason: what, hint: "it is tried again from the last write")
    }
  }

  /// Where the record stands and why it was passed; nothing of what it holds.
  private mutating func setAside(
    _ record: borrowing RecordView, _ reason: String, _ output: inout ViewOutput
  ) {
    output.count("set_aside_\(reason)")
    aside.append([
      ColumnGroup.Column(name: "topic", merge: .key, cell: .text(topic)),
      ColumnGroup.Column(name: "partition", merge: .key, cell: .integer(Int64(record.partition))),
      ColumnGroup.Column(name: "log_offset", merge: .key, cell: .integer(record.offset)),
      ColumnGroup.Column(name: "reason", merge: .keepIfKnown, cell: .text(reason)),
    ])
  }

  private mutating func give(_ output: inout ViewOutput) {
    output.changes += rows.take()
    if aside.count > 0 { output.changes.append(.upsert(aside.take())) }
    let erased = book.erasedVehicles.dropFirst(erasuresDone).filter { book.registry.device(of: $0) == nil }
    erasuresDone = book.erasedVehicles.count
    if !erased.isEmpty { output.changes += ArchiveRows.erasing(Array(erased)) }
  }
}
