/// A clip as its owner sees it in a list.
public struct ClipRow: Hashable, Sendable {
  public var clipID: RecordID
  public var vehicleID: RecordID
  public var kind: ClipKind
  /// Nil for routine footage, and until it is declared.
  public var incidentID: RecordID?
  public var byteCount: Int64
  /// RFC 6838; nil until it is declared.
  public var mediaType: String?
  public var recordedFrom: Timestamp
  public var recordedUntil: Timestamp?
  /// Where in the clip the incident lies.
  public var triggerOffset: Timestamp.Span
  public var isStored: Bool
  public var isStarred: Bool
  /// Nil unless its owner deleted it and may still undo that.
  public var deletedAt: Timestamp?
  public var removal: Removal?
  /// Nil while nothing of it has come.
  public var key: Key?

  /// Why it is not there any more.
  public struct Removal: Hashable, Sendable {
    public var time: Timestamp
    /// Nil: its owner deleted it.
    public var reason: EvictionReason?

    public init(time: Timestamp, reason: EvictionReason?) {
      self.time = time
      self.reason = reason
    }
  }

  /// What opens it, with the driver's key.
  public struct Key: Hashable, Sendable {
    public var driverKeyID: RecordID
    public var wrapped: [UInt8]
    public var header: [UInt8]

    public init(driverKeyID: RecordID, wrapped: [UInt8], header: [UInt8]) {
      self.driverKeyID = driverKeyID
      self.wrapped = wrapped
      self.header = header
    }
  }

  public init(
    clipID: RecordID, vehicleID: RecordID, kind: ClipKind, incidentID: RecordID?, byteCount: Int64, mediaType: String?,
    recordedFrom: Timestamp, recordedUntil: Timestamp?, triggerOffset: Timestamp.Span, isStored: Bool, isStarred: Bool,
    deletedAt: Timestamp?, removal: Removal?, key: Key?
  ) {
    self.clipID = clipID
    self.vehicleID = vehicleID
    self.kind = kind
    self.incidentID = incidentID
    self.byteCount = byteCount
    self.mediaType = mediaType
    self.recordedFrom = recordedFrom
    self.recordedUntil = recordedUntil
    self.triggerOffset = triggerOffset
    self.isStored = isStored
    self.isStarred = isStarred
    self.deletedAt = deletedAt
    self.removal = removal
    self.key = key
  }
}
