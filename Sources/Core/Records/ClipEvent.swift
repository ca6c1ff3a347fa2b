/// What happened to one clip. (`swerve.personal.v1.ClipEvent`)
public struct ClipEvent: Hashable, Sendable {
  public var clipID: RecordID
  public var time: Timestamp
  public var content: Content

  public init(clipID: RecordID, time: Timestamp, content: Content) {
    self.clipID = clipID
    self.time = time
    self.content = content
  }

  public enum Content: Hashable, Sendable {
    case declared(Declaration)
    case received(byteCount: UInt64, sha256: [UInt8])
    case starred
    case unstarred
    /// `reason`: numbers of `EvictionReason` in the schema; unknown ones are kept.
    case evicted(reason: UInt32, byteCount: UInt64)
    /// `by`: numbers of `Actor` in the schema; unknown ones are kept.
    case deleted(by: UInt32)
    case shared(shareID: RecordID, recipient: String, until: Timestamp)
    case shareRevoked(shareID: RecordID)
  }

  public struct Declaration: Hashable, Sendable {
    /// Numbers of `ClipKind` in the schema: 1 around an incident, 2 routine footage; unknown ones are kept.
    public var kind: UInt32
    public var driveID: RecordID
    /// nil for routine footage.
    public var incidentID: RecordID?
    public var byteCount: UInt64
    /// 32 bytes, of the clip before sealing.
    public var sha256: [UInt8]
    /// RFC 6838, such as video/mp4.
    public var mediaType: String
    public var recordedFrom: Timestamp
    public var recordedUntil: Timestamp
    /// Where in the clip the incident lies.
    public var triggerOffset: Timestamp.Span

    public init(
      kind: UInt32, driveID: RecordID, incidentID: RecordID?, byteCount: UInt64, sha256: [UInt8], mediaType: String,
      recordedFrom: Timestamp, recordedUntil: Timestamp, triggerOffset: Timestamp.Span
    ) {
      self.kind = kind
      self.driveID = driveID
      self.incidentID = incidentID
      self.byteCount = byteCount
      self.sha256 = sha256
      self.mediaType = mediaType
      self.recordedFrom = recordedFrom
      self.recordedUntil = recordedUntil
      self.triggerOffset = triggerOffset
    }
  }
}
