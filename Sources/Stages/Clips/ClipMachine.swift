public import Core
public import Ports
public import Runtime

/// Folds one partition of `personal.clips` into the ledger: what devices declared. What the service itself said is there
/// already.
public struct ClipMachine: ViewMachine {
  private let codec: any EventCoding
  private var intake: PersonalIntake
  private var declared = ColumnGroup(table: "clips")

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
      guard believed.sealed.content == .clipEvent, let event = try? codec.decodeClipEvent(believed.payload.span) else {
        intake.setAside(record, "unreadable", &output)
        continue
      }
      // Only a device declares, and only its own.
      guard case .declared(let declaration) = event.content,
        believed.sealed.signing != PersonalRecordGate.serviceSuite
      else { continue }
      declared.append(
        Self.columns(event, declaration, account: believed.device.accountID, vehicle: believed.sealed.vehicleID))
      output.count("folded")
    }
    give(&output)
  }

  public mutating func advance(to now: Timestamp, into output: inout ViewOutput) { give(&output) }

  public mutating func takeSequences() -> [RecordStream: UInt64] { intake.takeSequences() }

  private mutating func give(_ output: inout ViewOutput) {
    if declared.count > 0 { output.changes.append(.upsert(declared.take())) }
    intake.giveAside(&output)
    let erased = intake.takeErasedVehicles()
    if !erased.isEmpty { output.changes += Self.erasing(erased) }
  }

  /// Everything of these vehicles goes: their driver's key is erased. Their rows stay until the objects are deleted.
  private static func erasing(_ vehicles: [RecordID]) -> [RowChange] {
    let count = vehicles.count
    return [
      .update(
        RowBatch(
          table: "clips",
          columns: [
            RowColumn("vehicle_id", .key, .ids(vehicles)),
            RowColumn("is_erased", .replace, .booleans([Bool?](repeating: true, count: count))),
            // Whenever it was: nobody is told of it any more.
            RowColumn(
              "removed_at", .keepIfKnown, .times([Timestamp?](repeating: Timestamp(milliseconds: 0), count: count))),
            RowColumn("wrapped_key", .replace, .bytes([[UInt8]?](repeating: nil, count: count))),
            RowColumn("sealed_tail", .replace, .bytes([[UInt8]?](repeating: nil, count: count))),
          ])),
      .delete(RowBatch(table: "service_sequences", columns: [RowColumn("vehicle_id", .key, .ids(vehicles))])),
      .delete(RowBatch(table: "outbox", columns: [RowColumn("vehicle_id", .key, .ids(vehicles))])),
    ]
  }

  private static func columns(
    _ event: ClipEvent, _ declaration: ClipEvent.Declaration, account: RecordID, vehicle: RecordID
  ) -> [ColumnGroup.Column] {
    func kept(_ name: String, _ cell: ColumnGroup.Cell) -> ColumnGroup.Column {
      ColumnGroup.Column(name: name, merge: .keepIfKnown, cell: cell)
    }
    return [
      ColumnGroup.Column(name: "clip_id", merge: .key, cell: .id(event.clipID)),
      kept("account_id", .id(account)), kept("vehicle_id", .id(vehicle)),
      kept("kind", .integer(Int64(declaration.kind))),
      kept("byte_count", .integer(Int64(clamping: declaration.byteCount))), kept("sha256", .bytes(declaration.sha256)),
      kept("media_type", .text(declaration.mediaType)), kept("event_id", .id(declaration.incidentID)),
      kept("trip_id", .id(declaration.driveID)), kept("recorded_from", .time(declaration.recordedFrom)),
      kept("recorded_until", .time(declaration.recordedUntil)),
      kept("trigger_offset_ms", .integer(declaration.triggerOffset.milliseconds)),
      kept("declared_at", .time(event.time)),
    ]
  }
}
