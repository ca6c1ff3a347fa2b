import Core
import Ports

/// A trip in a list.
struct TripSummary: Encodable {
  var id: String
  var vehicle: String
  var started_at: String?
  /// Null while it goes on.
  var ended_at: String?
  var distance_m: Double?
  var duration_s: Double?
  var score: Double?
  var incidents: [String: Int]

  init(_ row: TripRow) {
    id = row.tripID.hexadecimal
    vehicle = row.vehicleID.hexadecimal
    started_at = row.startedAt?.internetTime
    ended_at = row.endedAt?.internetTime
    distance_m = row.distance?.meters
    duration_s = row.duration?.seconds
    score = row.score
    incidents = Dictionary(uniqueKeysWithValues: row.incidents.map { ($0.key.name, $0.value) })
  }
}

struct TripPage: Encodable {
  var trips: [TripSummary]
  var next: String?

  init(_ rows: ArraySlice<TripRow>, next: PageMark?) {
    trips = rows.map(TripSummary.init)
    self.next = next?.cursor
  }
}

/// One trip with its places.
struct TripDetail: Encodable {
  struct Line: Encodable {
    var type = "LineString"
    var coordinates: [[Double]]
  }

  var trip: TripSummary
  /// [longitude, latitude]
  var start: [Double]?
  var end: [Double]?
  var track: Line
  var events: [IncidentAnswer]

  init(
    _ row: TripRow, track: [[UInt8]], incidents: [IncidentRow], opening: SealedRows.Opener
  ) throws(ViewError) {
    trip = TripSummary(row)
    if case .started(let position)? = try opening.driveEvent(row.startRecord)?.content { start = position.geoJSON }
    if case .ended(let end)? = try opening.driveEvent(row.endRecord)?.content { self.end = end.position.geoJSON }
    var coordinates: [[Double]] = []
    for record in track where coordinates.count < ArchiveRoutes.maximumFixes {
      guard case .track(let chunk)? = try opening.driveEvent(record)?.content else { continue }
      for index in chunk.latitudeE7.indices {
        coordinates.append(
          Coordinate(latitudeE7: chunk.latitudeE7[index], longitudeE7: chunk.longitudeE7[index]).geoJSON)
      }
    }
    self.track = Line(coordinates: coordinates)
    events = []
    for incident in incidents { events.append(try IncidentAnswer(incident, opening: opening)) }
  }

  func encode(to encoder: any Encoder) throws {
    try trip.encode(to: encoder)
    enum Key: CodingKey { case start, end, track, events }
    var container = encoder.container(keyedBy: Key.self)
    try container.encodeIfPresent(start, forKey: .start)
    try container.encodeIfPresent(end, forKey: .end)
    try container.encode(track, forKey: .track)
    try container.encode(events, forKey: .events)
  }
}

/// One incident with its place and its clip.
struct IncidentAnswer: Encodable {
  struct Clip: Encodable {
    var id: String
    /// declared, stored
    var state: String
    /// Where in the clip the incident lies, seconds.
    var trigger_offset_s: Double
  }

  var id: String
  var trip: String
  var kind: String
  var time: String
  var deceleration_g: Float?
  var lateral_g: Float?
  var vertical_g: Float?
  var duration_s: Double
  var probability: Float?
  /// [longitude, latitude]; null when the key is erased.
  var position: [Double]?
  var clip: Clip?

  init(_ row: IncidentRow, opening: SealedRows.Opener) throws(ViewError) {
    id = row.incidentID.hexadecimal
    trip = row.tripID.hexadecimal
    kind = row.kind.name
    time = row.time.internetTime
    deceleration_g = row.peaks.deceleration.g.known
    lateral_g = row.peaks.lateral.g.known
    vertical_g = row.peaks.vertical.g.known
    duration_s = row.duration.seconds
    probability = row.probability
    if case .incident(let incident)? = try opening.driveEvent(row.record)?.content {
      position = incident.position.geoJSON
    }
    clip = row.clip.map {
      Clip(
        id: $0.clipID.hexadecimal, state: $0.isStored ? "stored" : "declared",
        trigger_offset_s: $0.triggerOffset.seconds)
    }
  }
}

struct IncidentPage: Encodable {
  var events: [IncidentAnswer]
  var next: String?

  init(_ rows: ArraySlice<IncidentRow>, next: PageMark?, opening: SealedRows.Opener) throws(ViewError) {
    events = []
    for row in rows { events.append(try IncidentAnswer(row, opening: opening)) }
    self.next = next?.cursor
  }
}

extension Coordinate {
  /// [longitude, latitude] (RFC 7946).
  var geoJSON: [Double] { [longitude, latitude] }
}

extension Float {
  /// JSON has no NaN.
  fileprivate var known: Float? { isFinite ? self : nil }
}
