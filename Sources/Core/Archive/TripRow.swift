/// One trip as the views hold it. Places are in the sealed records only.
public struct TripRow: Hashable, Sendable {
  public var tripID: RecordID
  public var vehicleID: RecordID
  /// Nil until the record that tells it has been folded; a trip's records may come in any order.
  public var startedAt: Timestamp?
  /// Nil while it goes on.
  public var endedAt: Timestamp?
  public var distance: Distance?
  public var duration: Timestamp.Span?
  public var endReason: DriveEvent.EndReason?
  /// `DriveScoring`, 0 … 100; nil until it has ended.
  public var score: Double?
  /// Incidents by kind; kinds that did not occur are left out.
  public var incidents: [IncidentKind: Int]
  /// The sealed records of its start and its end, as the device sealed them.
  public var startRecord: [UInt8]?
  public var endRecord: [UInt8]?

  public init(
    tripID: RecordID, vehicleID: RecordID, startedAt: Timestamp?, endedAt: Timestamp?, distance: Distance?,
    duration: Timestamp.Span?, endReason: DriveEvent.EndReason?, score: Double?, incidents: [IncidentKind: Int],
    startRecord: [UInt8]?, endRecord: [UInt8]?
  ) {
    self.tripID = tripID
    self.vehicleID = vehicleID
    self.startedAt = startedAt
    self.endedAt = endedAt
    self.distance = distance
    self.duration = duration
    self.endReason = endReason
    self.score = score
    self.incidents = incidents
    self.startRecord = startRecord
    self.endRecord = endRecord
  }
}
