public import Core

/// Something for the driver's own archive, before it is named, sealed and signed. It needs no consent: it is theirs.
public struct DriveEntry: Hashable, Sendable {
  public var drive: DriveOrigin
  public var time: Timestamp
  public var content: Content

  public enum Content: Hashable, Sendable {
    case started(at: Coordinate)
    case track(DriveEvent.TrackChunk)
    /// With the place it is put at where no fix was near enough in time.
    case incident(RoadEvent, fallback: Coordinate)
    case ended(DriveEvent.DriveEnd)
  }

  /// As it is sealed; nil while the device's secret cannot be had.
  public func event(hash: KeyedHash) -> DriveEvent? {
    guard let driveID = drive.id(hash: hash) else { return nil }
    switch content {
    case .started(let position):
      return DriveEvent(driveID: driveID, time: time, content: .started(at: position))
    case .track(let chunk):
      return DriveEvent(driveID: driveID, time: time, content: .track(chunk))
    case .ended(let end):
      return DriveEvent(driveID: driveID, time: time, content: .ended(end))
    case .incident(var event, let fallback):
      if event.place == nil { event.place = RoadEvent.Place(position: fallback, course: nil, accuracy: nil) }
      guard let id = Self.incidentID(event, hash: hash), let incident = event.incident(id: id) else { return nil }
      return DriveEvent(driveID: driveID, time: time, content: .incident(incident))
    }
  }

  /// Whether the archive is to have pictures of it.
  var hasFootage: Bool {
    switch content {
    case .incident, .ended: true
    case .started, .track: false
    }
  }

  /// A keyed hash of kind and instant: the same when a recording is read again, chance to everybody else, and in no
  /// relation to the id of any record of the network plane.
  public static func incidentID(_ event: RoadEvent, hash: KeyedHash) -> RecordID? {
    KeyedName.id("swerve incident", [event.time.milliseconds, Int64(event.kind.rawValue)], hash: hash)
  }

  /// What makes an entry the same when a recording is read again.
  func deduplicationID(hash: KeyedHash) -> [UInt8]? {
    var numbers = drive.numbers + [time.milliseconds]
    switch content {
    case .started: numbers.append(1)
    case .track(let chunk): numbers += [2, chunk.base.milliseconds]
    case .incident(let event, _): numbers += [3, Int64(event.kind.rawValue)]
    case .ended: numbers.append(4)
    }
    return KeyedName.id("swerve drive event", numbers, hash: hash)?.bytes
  }
}
