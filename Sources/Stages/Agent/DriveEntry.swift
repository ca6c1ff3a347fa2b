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

  /// A keyed hash of kind and instant: the same when a recording is read again, chance to everybody else, and in no
  /// relation to the id of any record of the network plane.
  public static func incidentID(_ event: RoadEvent, hash: KeyedHash) -> RecordID? {
    ArchiveName.id("swerve incident", [event.time.milliseconds, Int64(event.kind.rawValue)], hash: hash)
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
    return ArchiveName.id("swerve drive event", numbers, hash: hash)?.bytes
  }
}

/// Where and when a drive began: what names it.
public struct DriveOrigin: Hashable, Sendable {
  public var time: Timestamp
  public var position: Coordinate

  public init(time: Timestamp, position: Coordinate) {
    self.time = time
    self.position = position
  }

  /// A keyed hash of the beginning: the same when a recording is read again, chance to everybody else.
  public func id(hash: KeyedHash) -> RecordID? { ArchiveName.id("swerve drive", numbers, hash: hash) }

  var numbers: [Int64] { [time.milliseconds, Int64(position.latitudeE7), Int64(position.longitudeE7)] }
}

/// Names of the driver's archive: the device's keyed hash of what is named, under a word of its own for each kind, so
/// that no name is the name of anything else.
enum ArchiveName {
  /// Nil when the secret cannot be had.
  static func id(_ kind: String, _ numbers: [Int64], hash: KeyedHash) -> RecordID? {
    guard let digest = hash(message(kind, numbers)), digest.count >= 16 else { return nil }
    return RecordID(bytes: Array(digest[..<16]))
  }

  /// Longer than the 12 bytes of a network record's name (`RecordID.message`), so never the same.
  static func message(_ kind: String, _ numbers: [Int64]) -> [UInt8] {
    numbers.reduce(into: Array(kind.utf8)) { bytes, number in
      for shift in stride(from: 56, through: 0, by: -8) { bytes.append(UInt8(truncatingIfNeeded: number >> shift)) }
    }
  }
}
