import Core
import Ports
import Runtime

/// Events of the personal plane as changes of rows. Only merges that do not depend on order: an event that is folded
/// twice, or before the one it follows, leaves the same rows.
///
/// What is a place stays in `record`, as the device sealed it.
struct ArchiveRows {
  /// Whose record it is, and the record as it came.
  struct Source {
    var account: RecordID
    var vehicle: RecordID
    var record: [UInt8]
  }

  private typealias Column = ColumnGroup.Column

  private var starts = ColumnGroup(table: "trips")
  private var ends = ColumnGroup(table: "trips")
  private var tracks = ColumnGroup(table: "track_chunks")
  private var incidents = ColumnGroup(table: "events")
  private var clips = ClipRows()

  var count: Int { starts.count + ends.count + tracks.count + incidents.count + clips.count }

  mutating func add(_ event: DriveEvent, from source: Source) {
    let owner = Self.owner(source)
    let record = Column(name: "record", merge: .keepIfKnown, cell: .bytes(source.record))
    switch event.content {
    case .started:
      starts.append(
        [Column(name: "trip_id", merge: .key, cell: .id(event.driveID))] + owner + [
          Column(name: "started_at", merge: .least, cell: .time(event.time)),
          Column(name: "start_record", merge: .keepIfKnown, cell: .bytes(source.record)),
        ])
    case .ended(let end):
      ends.append(
        [Column(name: "trip_id", merge: .key, cell: .id(event.driveID))] + owner + [
          Column(name: "ended_at", merge: .greatest, cell: .time(event.time)),
          Column(name: "distance_m", merge: .keepIfKnown, cell: .real(end.distance.meters)),
          Column(name: "duration_ms", merge: .keepIfKnown, cell: .integer(end.duration.milliseconds)),
          Column(name: "end_reason", merge: .keepIfKnown, cell: .integer(Int64(end.reason.rawValue))),
          Column(name: "end_record", merge: .keepIfKnown, cell: .bytes(source.record)),
        ])
    case .track(let chunk):
      tracks.append([
        Column(name: "trip_id", merge: .key, cell: .id(event.driveID)),
        Column(name: "base_time", merge: .key, cell: .time(chunk.base)),
        Column(name: "vehicle_id", merge: .keepIfKnown, cell: .id(source.vehicle)), record,
      ])
    case .incident(let incident):
      incidents.append(
        [
          Column(name: "event_id", merge: .key, cell: .id(incident.incidentID)),
          Column(name: "trip_id", merge: .keepIfKnown, cell: .id(event.driveID)),
        ] + owner + [
          Column(name: "kind", merge: .keepIfKnown, cell: .integer(Int64(incident.kind.rawValue))),
          Column(name: "happened_at", merge: .keepIfKnown, cell: .time(event.time)),
          Column(name: "deceleration_g", merge: .keepIfKnown, cell: .real(Self.known(incident.peaks.deceleration))),
          Column(name: "lateral_g", merge: .keepIfKnown, cell: .real(Self.known(incident.peaks.lateral))),
          Column(name: "vertical_g", merge: .keepIfKnown, cell: .real(Self.known(incident.peaks.vertical))),
          Column(name: "duration_ms", merge: .keepIfKnown, cell: .integer(incident.duration.milliseconds)),
          Column(name: "probability", merge: .keepIfKnown, cell: .real(incident.probability.map { Double($0) })),
          record,
        ])
    }
  }

  mutating func add(_ event: ClipEvent, from source: Source) { clips.add(event, from: source) }

  /// The changes so far, whole tables at once; it is empty afterwards.
  mutating func take() -> [RowChange] {
    var changes: [RowChange] = []
    if starts.count > 0 { changes.append(.upsert(starts.take())) }
    if ends.count > 0 { changes.append(.upsert(ends.take())) }
    if tracks.count > 0 { changes.append(.upsert(tracks.take())) }
    if incidents.count > 0 { changes.append(.upsert(incidents.take())) }
    return changes + clips.take()
  }

  /// Everything of these vehicles goes: their driver's key is erased.
  static func erasing(_ vehicles: [RecordID]) -> [RowChange] {
    ["trips", "track_chunks", "events", "clips"].map { table in
      .delete(RowBatch(table: table, columns: [RowColumn("vehicle_id", .key, .ids(vehicles))]))
    }
  }

  static func owner(_ source: Source) -> [ColumnGroup.Column] {
    [
      Column(name: "account_id", merge: .keepIfKnown, cell: .id(source.account)),
      Column(name: "vehicle_id", merge: .keepIfKnown, cell: .id(source.vehicle)),
    ]
  }

  private static func known(_ acceleration: Acceleration) -> Double? {
    acceleration.g.isFinite ? Double(acceleration.g) : nil
  }
}
