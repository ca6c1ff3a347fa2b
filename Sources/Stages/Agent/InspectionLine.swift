public import Core

/// One line of what `inspect` prints: a drive, something noticed, or the sum. Encodes as one JSON object.
public enum InspectionLine: Sendable, Encodable {
  case driveStarted(drive: Int, time: Timestamp, position: Coordinate)
  case driveEnded(drive: Int, time: Timestamp, end: DriveEvent.DriveEnd)
  /// `leaves` holds the sighting that would leave the car; else the reason why nothing does.
  case event(drive: Int?, RoadEvent, leaves: SightingDraft?, withheld: WithholdingReason?)
  case summary(InspectionSummary)

  enum Key: String, CodingKey {
    case line, drive, kind, quality, withheld, leaves, reason, explanation
    case timeMilliseconds = "time_ms"
    case latitude = "lat"
    case longitude = "lon"
    case distanceMeters = "distance_m"
    case durationMilliseconds = "duration_ms"
    case decelerationG = "deceleration_g"
    case lateralG = "lateral_g"
    case verticalG = "vertical_g"
    case isMeasured = "measured_by_accelerometer"
    case speedBefore = "speed_before_mps"
    case speedAfter = "speed_after_mps"
    case probability, course, accuracy
    case leadTime = "lead_time_s"
    case courseDegrees = "course_degrees"
    case accuracyMeters = "horizontal_accuracy_m"
    case recordID = "record_id"
    case proof, tile
    case tagDay = "tag_day"
    case drives, incidents, sightings, readings, archive, exposures
    case passedOver = "passed_over"
  }

  public func encode(to encoder: any Encoder) throws {
    var line = encoder.container(keyedBy: Key.self)
    switch self {
    case .driveStarted(let drive, let time, let position):
      try line.encode("drive_started", forKey: .line)
      try line.encode(drive, forKey: .drive)
      try line.encode(time.milliseconds, forKey: .timeMilliseconds)
      try line.encode(position)
    case .driveEnded(let drive, let time, let end):
      try line.encode("drive_ended", forKey: .line)
      try line.encode(drive, forKey: .drive)
      try line.encode(time.milliseconds, forKey: .timeMilliseconds)
      try line.encode(end.position)
      try line.encode(end.distance.meters, forKey: .distanceMeters)
      try line.encode(end.duration.milliseconds, forKey: .durationMilliseconds)
      try line.encode(end.reason.name, forKey: .reason)
    case .event(let drive, let event, let leaves, let withheld):
      try line.encode("event", forKey: .line)
      try line.encodeIfPresent(drive, forKey: .drive)
      try line.encode(event)
      if let leaves { try line.encode(leaves) }
      if let withheld {
        var nested = line.nestedContainer(keyedBy: Key.self, forKey: .withheld)
        try nested.encode(withheld.rawValue, forKey: .reason)
        try nested.encode(withheld.explanation, forKey: .explanation)
      }
    case .summary(let summary):
      try line.encode("summary", forKey: .line)
      try line.encode(summary.drives, forKey: .drives)
      try line.encode(summary.incidents, forKey: .incidents)
      try line.encode(summary.sightings, forKey: .sightings)
      try line.encode(summary.exposures, forKey: .exposures)
      try line.encode(summary.withheld, forKey: .withheld)
      try line.encode(summary.archive, forKey: .archive)
      try line.encode(summary.distance.meters, forKey: .distanceMeters)
      try line.encode(summary.readings, forKey: .readings)
      try line.encode(summary.passedOver, forKey: .passedOver)
    }
  }
}

/// What an inspection found in all.
public struct InspectionSummary: Hashable, Sendable {
  public var drives = 0
  /// By name of the kind.
  public var incidents: [String: Int] = [:]
  /// What would leave the car, by name of the kind.
  public var sightings: [String: Int] = [:]
  /// Ordinary passes that would leave the car, an hour or two later.
  public var exposures = 0
  /// By name of the reason.
  public var withheld: [String: Int] = [:]
  /// Records of the driver's own archive, sealed for them, by what they hold.
  public var archive: [String: Int] = [:]
  /// Of all drives.
  public var distance = Distance.zero
  public var readings: UInt64 = 0
  public var passedOver: UInt64 = 0

  public init() {}
}

extension KeyedEncodingContainer<InspectionLine.Key> {
  fileprivate mutating func encode(_ position: Coordinate) throws {
    try encode(position.latitude, forKey: .latitude)
    try encode(position.longitude, forKey: .longitude)
  }

  fileprivate mutating func encode(_ peaks: HazardSighting.Peaks) throws {
    try encode(peaks.deceleration.g, forKey: .decelerationG)
    try encode(peaks.lateral.g, forKey: .lateralG)
    try encode(peaks.vertical.g, forKey: .verticalG)
  }

  fileprivate mutating func encode(_ event: RoadEvent) throws {
    try encode(event.kind.name, forKey: .kind)
    try encode(event.time.milliseconds, forKey: .timeMilliseconds)
    try encode(event.duration.milliseconds, forKey: .durationMilliseconds)
    try encode(event.peaks)
    try encode(event.isMeasured, forKey: .isMeasured)
    try encodeIfPresent(event.speedBefore?.metersPerSecond, forKey: .speedBefore)
    try encodeIfPresent(event.speedAfter?.metersPerSecond, forKey: .speedAfter)
    try encodeIfPresent(event.anticipation?.probability, forKey: .probability)
    try encode(event.quality.name, forKey: .quality)
    if let place = event.place { try encode(place.position) }
  }

  /// Every field of the record, absent ones left out as on the wire.
  fileprivate mutating func encode(_ draft: SightingDraft) throws {
    var record = nestedContainer(keyedBy: InspectionLine.Key.self, forKey: .leaves)
    try record.encode("made when it is sent; no other record has a relation to it", forKey: .recordID)
    try record.encode(draft.position)
    try record.encodeIfPresent(draft.course?.degrees, forKey: .courseDegrees)
    try record.encode(draft.time.milliseconds, forKey: .timeMilliseconds)
    try record.encode(draft.kind.name, forKey: .kind)
    if let peaks = draft.peaks { try record.encode(peaks) }
    try record.encode(draft.duration.milliseconds, forKey: .durationMilliseconds)
    try record.encodeIfPresent(draft.speedBefore?.metersPerSecond, forKey: .speedBefore)
    try record.encodeIfPresent(draft.speedAfter?.metersPerSecond, forKey: .speedAfter)
    try record.encodeIfPresent(draft.anticipation?.probability, forKey: .probability)
    try record.encodeIfPresent(draft.anticipation?.leadTimeSeconds, forKey: .leadTime)
    try record.encodeIfPresent(draft.horizontalAccuracy?.meters, forKey: .accuracyMeters)
    try record.encode(draft.quality.name, forKey: .quality)
    var proof = record.nestedContainer(keyedBy: InspectionLine.Key.self, forKey: .proof)
    try proof.encode([draft.tile.x, draft.tile.y], forKey: .tile)
    try proof.encode(draft.tagDay, forKey: .tagDay)
  }
}

extension DriveEntry {
  var name: String {
    switch content {
    case .started: "drive_started"
    case .track: "track"
    case .incident: "incident"
    case .ended: "drive_ended"
    }
  }
}

extension SensorQuality {
  fileprivate var name: String {
    switch self {
    case .good: "good"
    case .fair: "fair"
    case .poor: "poor"
    default: "unspecified"
    }
  }
}

extension DriveEvent.EndReason {
  fileprivate var name: String {
    switch self {
    case .parked: "parked"
    case .gap: "gap"
    case .endOfInput: "end_of_input"
    default: "unspecified"
    }
  }
}
