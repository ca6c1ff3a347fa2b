/// A sighting that may leave the car, before it has an id and a proof.
public struct SightingDraft: Hashable, Sendable {
  public var kind: SightingKind
  public var position: Coordinate
  public var course: Course?
  public var time: Timestamp
  public var peaks: HazardSighting.Peaks?
  public var duration: Timestamp.Span
  public var speedBefore: Speed?
  public var speedAfter: Speed?
  public var anticipation: HazardSighting.Anticipation?
  public var horizontalAccuracy: Distance?
  public var quality: SensorQuality

  /// Nil for a kind that concerns the driver only, and without a place.
  init?(_ event: RoadEvent) {
    guard let kind = SightingKind(publishing: event.kind), let place = event.place else { return nil }
    self.kind = kind
    position = place.position
    course = place.course
    time = event.time
    peaks = event.isMeasured ? event.peaks : nil
    duration = event.duration
    speedBefore = event.speedBefore
    speedAfter = event.speedAfter
    anticipation = event.anticipation
    horizontalAccuracy = place.accuracy
    quality = event.quality
  }

  public var tile: Tile { Tile(containing: position) }
  /// The day of the proof.
  public var tagDay: Int32 { tile.tagDay(at: time) }

  public func sighting(recordID: RecordID) -> HazardSighting {
    HazardSighting(
      recordID: recordID, position: position, course: course, time: time, kind: kind, peaks: peaks, duration: duration,
      speedBefore: speedBefore, speedAfter: speedAfter, anticipation: anticipation,
      horizontalAccuracy: horizontalAccuracy, quality: quality)
  }
}

extension SightingKind {
  /// What the network may hear of an incident; nil for what is between the driver and the road.
  public init?(publishing incident: IncidentKind) {
    switch incident {
    case .hardBraking: self = .hardBraking
    case .roughRoad: self = .roughRoad
    case .impact: self = .impact
    case .nearMiss: self = .nearMiss
    case .swerving: self = .swerving
    default: return nil
    }
  }
}
