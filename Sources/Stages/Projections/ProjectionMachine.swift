public import Core
public import Ports
public import Runtime

/// Folds one partition of a personal topic into rows: trips, track, events, clips. It decides nothing but whether a
/// record is to be believed.
public struct ProjectionMachine: ViewMachine {
  private let codec: any EventCoding
  private var intake: PersonalIntake
  private var rows = ArchiveRows()

  /// - Parameter claim: what the store holds of the partition.
  public init(
    topic: String, claim: ViewClaim, codec: any EventCoding, book: AccountBook, gate: PersonalRecordGate
  ) {
    self.codec = codec
    intake = PersonalIntake(topic: topic, claim: claim, codec: codec, book: book, gate: gate)
  }

  public mutating func absorb(
    _ batch: borrowing RecordBatch, rows range: Range<Int>, into output: inout ViewOutput
  ) throws(LogError) {
    for index in range {
      let record = batch[index]
      guard let believed = try intake.take(record, &output) else { continue }
      let source = ArchiveRows.Source(
        account: believed.device.accountID, vehicle: believed.sealed.vehicleID, record: record.copiedBytes)
      if believed.sealed.content == .driveEvent, let event = try? codec.decodeDriveEvent(believed.payload.span) {
        rows.add(event, from: source)
      } else if believed.sealed.content == .clipEvent, let event = try? codec.decodeClipEvent(believed.payload.span) {
        rows.add(event, from: source)
      } else {
        intake.setAside(record, "unreadable", &output)
        continue
      }
      output.count("folded")
    }
    give(&output)
  }

  public mutating func advance(to now: Timestamp, into output: inout ViewOutput) { give(&output) }

  public mutating func takeSequences() -> [RecordStream: UInt64] { intake.takeSequences() }

  private mutating func give(_ output: inout ViewOutput) {
    output.changes += rows.take()
    intake.giveAside(&output)
    let erased = intake.takeErasedVehicles()
    if !erased.isEmpty { output.changes += ArchiveRows.erasing(erased) }
  }
}
