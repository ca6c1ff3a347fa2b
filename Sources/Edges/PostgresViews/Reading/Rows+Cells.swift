internal import Core

extension TripRow {
  /// A row of `ArchiveQueries.trips`.
  init?(_ row: [Cell]) {
    guard row.count == 17, let trip = row[0].id, let vehicle = row[1].id else { return nil }
    let kinds: [IncidentKind] = [
      .hardBraking, .hardCornering, .impact, .roughRoad, .nearMiss, .hardAcceleration, .swerving,
    ]
    var incidents: [IncidentKind: Int] = [:]
    for (kind, cell) in zip(kinds, row[10...]) {
      if let count = cell.integer, count > 0 { incidents[kind] = Int(count) }
    }
    self.init(
      tripID: trip, vehicleID: vehicle, startedAt: row[2].time, endedAt: row[3].time,
      distance: row[4].real.map { .meters($0) }, duration: row[5].integer.map { .milliseconds($0) },
      endReason: row[6].integer.map { DriveEvent.EndReason(rawValue: UInt32(clamping: $0)) }, score: row[7].real,
      incidents: incidents, startRecord: row[8].bytes, endRecord: row[9].bytes)
  }
}

extension IncidentRow {
  /// A row of `ArchiveQueries.incidents`.
  init?(_ row: [Cell]) {
    guard row.count == 14, let incident = row[0].id, let trip = row[1].id, let vehicle = row[2].id,
      let kind = row[3].integer, let time = row[4].time, let duration = row[8].integer, let record = row[10].bytes
    else { return nil }
    func acceleration(_ cell: Cell) -> Acceleration { .g(cell.real.map { Float($0) } ?? .nan) }
    let clip = row[11].id.map {
      ClipReference(
        clipID: $0, isStored: row[12].time != nil, triggerOffset: .milliseconds(row[13].integer ?? 0))
    }
    self.init(
      incidentID: incident, tripID: trip, vehicleID: vehicle, kind: IncidentKind(rawValue: UInt32(clamping: kind)),
      time: time,
      peaks: HazardSighting.Peaks(
        deceleration: acceleration(row[5]), lateral: acceleration(row[6]), vertical: acceleration(row[7])),
      duration: .milliseconds(duration), probability: row[9].real.map { Float($0) }, record: record, clip: clip)
  }
}
