internal import Core
internal import Ports

extension DriveEvent: WireMessage {
  init(reading bytes: Span<UInt8>) throws(DecodingFault) { self = try DriveEventDraft.value(of: bytes) }

  func write(to writer: inout WireWriter) {
    writer.id(1, driveID)
    writer.sfixed64(2, time.milliseconds)
    switch content {
    case .started(let position):
      writer.message(3) {
        $0.sfixed32(1, position.latitudeE7)
        $0.sfixed32(2, position.longitudeE7)
      }
    case .track(let track): writer.message(4) { track.write(to: &$0) }
    case .incident(let incident): writer.message(5) { incident.write(to: &$0) }
    case .ended(let end): writer.message(6) { end.write(to: &$0) }
    }
  }
}

/// `swerve.personal.v1.DriveEvent`
private struct DriveEventDraft: MessageDraft {
  private var driveID = WireID.empty
  private var time: Int64 = 0
  // The cases of the oneof: reading one drops the others, reading it again merges.
  private var started: DriveStartedDraft?
  private var track: TrackChunkDraft?
  private var incident: IncidentDraft?
  private var ended: DriveEndedDraft?

  mutating func merge(_ bytes: Span<UInt8>) throws(DecodingFault) {
    var reader = WireReader(bytes)
    while let field = try reader.nextField() {
      switch field.number {
      case 1: driveID = try reader.id(field)
      case 2: time = try reader.sfixed64(field)
      case 3...6:
        keepOnly(field.number)
        try mergeEvent(field.number, try reader.bytes(field))
      default: try reader.skip(field)
      }
    }
  }

  private mutating func mergeEvent(_ number: Int, _ bytes: Span<UInt8>) throws(DecodingFault) {
    switch number {
    case 3: try DriveStartedDraft.merge(bytes, into: &started)
    case 4: try TrackChunkDraft.merge(bytes, into: &track)
    case 5: try IncidentDraft.merge(bytes, into: &incident)
    default: try DriveEndedDraft.merge(bytes, into: &ended)
    }
  }

  private mutating func keepOnly(_ number: Int) {
    if number != 3 { started = nil }
    if number != 4 { track = nil }
    if number != 5 { incident = nil }
    if number != 6 { ended = nil }
  }

  func value() throws(DecodingFault) -> DriveEvent {
    DriveEvent(
      driveID: try driveID.required("drive_id"), time: try FieldRange.time(time, "event_time_ms"),
      content: try content())
  }

  private func content() throws(DecodingFault) -> DriveEvent.Content {
    if let started { return .started(at: try started.value()) }
    if let track { return .track(try track.value()) }
    if let incident { return .incident(try incident.value()) }
    if let ended { return .ended(try ended.value()) }
    throw .invalid(field: "event")
  }
}

/// `swerve.personal.v1.DriveStarted`
private struct DriveStartedDraft: MessageDraft {
  private var latitudeE7: Int32 = 0
  private var longitudeE7: Int32 = 0

  mutating func merge(_ bytes: Span<UInt8>) throws(DecodingFault) {
    var reader = WireReader(bytes)
    while let field = try reader.nextField() {
      switch field.number {
      case 1: latitudeE7 = try reader.sfixed32(field)
      case 2: longitudeE7 = try reader.sfixed32(field)
      default: try reader.skip(field)
      }
    }
  }

  func value() throws(DecodingFault) -> Coordinate {
    try FieldRange.position(latitudeE7, longitudeE7, in: "started.")
  }
}
