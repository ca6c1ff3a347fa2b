public import Core

/// Footage that the driver's archive is to have: around an incident, or of a whole drive. It waits in the outbox until
/// the footage is found, declared and uploaded.
public struct ClipWork: Hashable, Sendable {
  public enum Kind: UInt8, Sendable {
    /// Numbers of `ClipKind` in the schema.
    case event = 1
    case drive = 2
  }

  public var kind: Kind
  public var driveID: RecordID
  /// Nil for a drive's footage.
  public var incidentID: RecordID?
  public var from: Timestamp
  public var until: Timestamp
  /// The incident, or where the drive began.
  public var trigger: Timestamp

  init(
    kind: Kind, driveID: RecordID, incidentID: RecordID?, from: Timestamp, until: Timestamp, trigger: Timestamp
  ) {
    self.kind = kind
    self.driveID = driveID
    self.incidentID = incidentID
    self.from = from
    self.until = until
    self.trigger = trigger
  }

  /// What is to be done for an entry of the driver's log; nil where nothing is.
  init?(_ event: DriveEvent, of drive: DriveOrigin, _ configuration: ClipConfiguration) {
    switch event.content {
    case .incident(let incident):
      self.init(
        kind: .event, driveID: event.driveID, incidentID: incident.incidentID,
        from: event.time - configuration.before, until: event.time + incident.duration + configuration.after,
        trigger: event.time)
    case .ended where event.time > drive.time:
      self.init(
        kind: .drive, driveID: event.driveID, incidentID: nil, from: drive.time, until: event.time, trigger: drive.time)
    case .started, .track, .ended:
      return nil
    }
  }

  // MARK: On disk

  /// Kind ‖ drive ‖ incident (zeros: none) ‖ three times of 8 bytes, big endian.
  static let byteCount = 1 + 16 + 16 + 24

  /// Nil for bytes that are none.
  init?(bytes: [UInt8]) {
    guard bytes.count == Self.byteCount, let kind = Kind(rawValue: bytes[0]),
      let driveID = RecordID(bytes: Array(bytes[1..<17])), let incidentID = RecordID(bytes: Array(bytes[17..<33]))
    else { return nil }
    let times = (0..<3).map { index in
      let start = 33 + 8 * index
      return Timestamp(
        milliseconds: Int64(bitPattern: bytes[start..<(start + 8)].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }))
    }
    self.init(
      kind: kind, driveID: driveID, incidentID: kind == .event ? incidentID : nil, from: times[0], until: times[1],
      trigger: times[2])
  }

  var bytes: [UInt8] {
    let none = RecordID(high: 0, low: 0)
    return [kind.rawValue] + driveID.bytes + (incidentID ?? none).bytes
      + KeyedName.message("", [from, until, trigger].map(\.milliseconds))
  }
}

/// What is kept of the footage.
public struct ClipConfiguration: Hashable, Sendable {
  /// Around an incident: what led to it, and what came of it.
  public var before = Timestamp.Span.seconds(10)
  public var after = Timestamp.Span.seconds(10)

  public init() {}
}
