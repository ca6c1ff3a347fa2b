import Core
import Ports
import Runtime

/// Clip events as changes of the table `clips`. A clip that was removed stays as a row with its reason.
struct ClipRows {
  private typealias Column = ColumnGroup.Column

  private var declared = ColumnGroup(table: "clips")
  private var received = ColumnGroup(table: "clips")
  private var stars = ColumnGroup(table: "clips")
  private var removals = ColumnGroup(table: "clips")

  var count: Int { declared.count + received.count + stars.count + removals.count }

  mutating func add(_ event: ClipEvent, from source: ArchiveRows.Source) {
    let key = [Column(name: "clip_id", merge: .key, cell: .id(event.clipID))] + ArchiveRows.owner(source)
    let time = ColumnGroup.Cell.time(event.time)
    switch event.content {
    case .declared(let declaration):
      declared.append(key + Self.columns(of: declaration, declaredAt: time))
    case .received(let byteCount, _):
      received.append(
        key + [
          Column(name: "received_at", merge: .greatest, cell: time),
          Column(name: "stored_bytes", merge: .keepIfKnown, cell: .integer(Int64(clamping: byteCount))),
        ])
    case .starred: stars.append(key + [Column(name: "starred", merge: .replace, cell: .boolean(true))])
    case .unstarred: stars.append(key + [Column(name: "starred", merge: .replace, cell: .boolean(false))])
    case .evicted(let reason, _):
      removals.append(key + Self.removal(time, reason: Int64(reason), by: nil))
    case .deleted(let actor):
      removals.append(key + Self.removal(time, reason: nil, by: Int64(actor)))
    case .shared, .shareRevoked:
      // No view shows shares yet; the log keeps them.
      break
    }
  }

  mutating func take() -> [RowChange] {
    var changes: [RowChange] = []
    if declared.count > 0 { changes.append(.upsert(declared.take())) }
    if received.count > 0 { changes.append(.upsert(received.take())) }
    if stars.count > 0 { changes.append(.upsert(stars.take())) }
    if removals.count > 0 { changes.append(.upsert(removals.take())) }
    return changes
  }

  private static func columns(
    of declaration: ClipEvent.Declaration, declaredAt: ColumnGroup.Cell
  ) -> [ColumnGroup.Column] {
    [
      Column(name: "trip_id", merge: .keepIfKnown, cell: .id(declaration.driveID)),
      Column(name: "event_id", merge: .keepIfKnown, cell: .id(declaration.incidentID)),
      Column(name: "kind", merge: .keepIfKnown, cell: .integer(Int64(declaration.kind))),
      Column(name: "byte_count", merge: .keepIfKnown, cell: .integer(Int64(clamping: declaration.byteCount))),
      Column(name: "media_type", merge: .keepIfKnown, cell: .text(declaration.mediaType)),
      Column(name: "recorded_from", merge: .keepIfKnown, cell: .time(declaration.recordedFrom)),
      Column(name: "recorded_until", merge: .keepIfKnown, cell: .time(declaration.recordedUntil)),
      Column(
        name: "trigger_offset_ms", merge: .keepIfKnown, cell: .integer(declaration.triggerOffset.milliseconds)),
      Column(name: "declared_at", merge: .least, cell: declaredAt),
    ]
  }

  private static func removal(_ time: ColumnGroup.Cell, reason: Int64?, by actor: Int64?) -> [ColumnGroup.Column] {
    [
      Column(name: "removed_at", merge: .least, cell: time),
      Column(name: "removal_reason", merge: .keepIfKnown, cell: .integer(reason)),
      Column(name: "removed_by", merge: .keepIfKnown, cell: .integer(actor)),
    ]
  }
}
