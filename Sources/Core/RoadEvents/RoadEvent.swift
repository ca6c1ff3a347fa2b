/// One thing that happened on the road, as the camera felt it. It stays in the car until a policy says otherwise.
public struct RoadEvent: Hashable, Sendable {
  public var kind: IncidentKind
  /// The instant of the peak.
  public var time: Timestamp
  /// How long the threshold was exceeded; at one sample a second at least the 0.3 s that count.
  public var duration: Timestamp.Span
  /// Over the event, gravity and the mount's tilt removed.
  public var peaks: HazardSighting.Peaks
  /// False when no accelerometer ran and the peak is the slope of the GPS speed.
  public var isMeasured: Bool
  public var speedBefore: Speed?
  public var speedAfter: Speed?
  public var anticipation: HazardSighting.Anticipation?
  /// Where it happened; nil when no fix is near enough in time.
  public var place: Place?
  public var quality: SensorQuality

  public init(
    kind: IncidentKind, time: Timestamp, duration: Timestamp.Span, peaks: HazardSighting.Peaks, isMeasured: Bool,
    speedBefore: Speed?, speedAfter: Speed?, anticipation: HazardSighting.Anticipation?, place: Place?,
    quality: SensorQuality
  ) {
    self.kind = kind
    self.time = time
    self.duration = duration
    self.peaks = peaks
    self.isMeasured = isMeasured
    self.speedBefore = speedBefore
    self.speedAfter = speedAfter
    self.anticipation = anticipation
    self.place = place
    self.quality = quality
  }

  /// A position at an instant between fixes.
  public struct Place: Hashable, Sendable {
    public var position: Coordinate
    public var course: Course?
    /// One standard deviation, with what the car may have moved since the nearest fix; nil when the receiver gave none.
    public var accuracy: Distance?

    public init(position: Coordinate, course: Course?, accuracy: Distance?) {
      self.position = position
      self.course = course
      self.accuracy = accuracy
    }
  }

  /// The event for its driver's archive; nil without a place.
  public func incident(id: RecordID) -> DriveEvent.Incident? {
    guard let place else { return nil }
    return DriveEvent.Incident(
      incidentID: id, kind: kind, position: place.position, course: place.course, peaks: peaks, duration: duration,
      speedBefore: speedBefore, speedAfter: speedAfter, probability: anticipation?.probability)
  }
}

/// What a detector says of something it noticed.
public enum RoadFinding: Hashable, Sendable {
  case event(RoadEvent)
  /// Noticed, but not believed: `contradictedByGPS` or `unconfirmedByGPS`.
  case withheld(RoadEvent, reason: WithholdingReason)
}
