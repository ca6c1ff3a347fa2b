/// One incident of a trip as the views hold it. Its place is in the sealed record only.
public struct IncidentRow: Hashable, Sendable {
  public var incidentID: RecordID
  public var tripID: RecordID
  public var vehicleID: RecordID
  public var kind: IncidentKind
  public var time: Timestamp
  public var peaks: HazardSighting.Peaks
  public var duration: Timestamp.Span
  /// Collision anticipation, 0 … 1; nil when none ran.
  public var probability: Float?
  /// As the device sealed it.
  public var record: [UInt8]
  /// The newest clip around it that is not removed; nil when there is none.
  public var clip: ClipReference?

  public struct ClipReference: Hashable, Sendable {
    public var clipID: RecordID
    /// Its bytes are here; before, it is only declared.
    public var isStored: Bool
    /// Where in the clip the incident lies.
    public var triggerOffset: Timestamp.Span

    public init(clipID: RecordID, isStored: Bool, triggerOffset: Timestamp.Span) {
      self.clipID = clipID
      self.isStored = isStored
      self.triggerOffset = triggerOffset
    }
  }

  public init(
    incidentID: RecordID, tripID: RecordID, vehicleID: RecordID, kind: IncidentKind, time: Timestamp,
    peaks: HazardSighting.Peaks, duration: Timestamp.Span, probability: Float?, record: [UInt8], clip: ClipReference?
  ) {
    self.incidentID = incidentID
    self.tripID = tripID
    self.vehicleID = vehicleID
    self.kind = kind
    self.time = time
    self.peaks = peaks
    self.duration = duration
    self.probability = probability
    self.record = record
    self.clip = clip
  }
}
