import Core

/// Writes the driver's log: what belongs to which drive, and the track between. A pure machine.
struct DriveLog: Sendable {
  private var drive: DriveOrigin?
  /// The last one that ended: what happens to the parked car is told with it.
  private var parked: DriveOrigin?
  private var track = TrackRecorder()
  private var lastPosition: Coordinate?

  /// The drive that is on.
  var current: DriveOrigin? { drive }

  /// - Parameter effects: what the machine decided at this reading, in order.
  mutating func absorb(_ reading: SensorReading, _ effects: [AgentEffect]) -> [DriveEntry] {
    var entries = absorb(effects)
    if case .fix(let fix) = reading, reading.isPlausible {
      lastPosition = fix.position
      if let drive, let chunk = track.absorb(fix) { entries.append(Self.entry(chunk, of: drive)) }
    }
    return entries
  }

  /// Without a reading: the clock went on, or the input is over.
  mutating func absorb(_ effects: [AgentEffect], now: Timestamp? = nil) -> [DriveEntry] {
    var entries = effects.flatMap { absorb($0) }
    if let now, let drive, let chunk = track.close(at: now) { entries.append(Self.entry(chunk, of: drive)) }
    return entries
  }

  private mutating func absorb(_ effect: AgentEffect) -> [DriveEntry] {
    switch effect {
    case .drive(.started(let position, let time)):
      let origin = DriveOrigin(time: time, position: position)
      drive = origin
      return [DriveEntry(drive: origin, time: time, content: .started(at: position))]
    case .drive(.ended(let end, _, let time)):
      guard let origin = drive else { return [] }
      let rest = track.finish().map { Self.entry($0, of: origin) }
      (drive, parked) = (nil, origin)
      return (rest.map { [$0] } ?? []) + [DriveEntry(drive: origin, time: time, content: .ended(end))]
    case .incident(let event):
      return tell(event)
    case .sighting, .withheld, .exposure, .archive:
      return []
    }
  }

  /// A blow to a parked car belongs to the drive that brought it there; to one that has not been driven since the
  /// camera was switched on, to a drive of no length.
  private mutating func tell(_ event: RoadEvent) -> [DriveEntry] {
    guard let position = event.place?.position ?? lastPosition else { return [] }
    func incident(of origin: DriveOrigin) -> DriveEntry {
      DriveEntry(drive: origin, time: event.time, content: .incident(event, fallback: position))
    }
    if let origin = drive ?? parked { return [incident(of: origin)] }
    let origin = DriveOrigin(time: event.time, position: position)
    parked = origin
    let end = DriveEvent.DriveEnd(position: position, distance: .zero, duration: .zero, reason: .parked)
    return [
      DriveEntry(drive: origin, time: event.time, content: .started(at: position)), incident(of: origin),
      DriveEntry(drive: origin, time: event.time, content: .ended(end)),
    ]
  }

  private static func entry(_ chunk: DriveEvent.TrackChunk, of drive: DriveOrigin) -> DriveEntry {
    DriveEntry(drive: drive, time: chunk.base, content: .track(chunk))
  }
}
