import Core
import Foundation

extension ArchiveStory {
  /// Planted in every place of the story: 45.1234567, -122.7654321.
  static let canary = Coordinate(latitudeE7: 451_234_567, longitudeE7: -1_227_654_321)

  static func id(_ kind: UInt64, _ number: Int) -> RecordID { RecordID(high: 0x1000 + kind, low: UInt64(number)) }

  /// A drive of one minute with its track and an incident, and a clip around that.
  func tell(trip number: Int, by camera: Int) throws {
    let begin = Self.start + .minutes(Int64(number) * 10)
    let trip = Self.id(1, number)
    try drive(DriveEvent(driveID: trip, time: begin, content: .started(at: Self.canary)), by: camera)
    var chunk = DriveEvent.TrackChunk(base: begin)
    for second in 0..<60 {
      chunk.timeOffset.append(UInt32(second) * 1_000)
      chunk.latitudeE7.append(Self.canary.latitudeE7)
      chunk.longitudeE7.append(Self.canary.longitudeE7)
      chunk.course.append(9_000)
      chunk.speed.append(14)
    }
    try drive(DriveEvent(driveID: trip, time: begin, content: .track(chunk)), by: camera)
    let incident = DriveEvent.Incident(
      incidentID: Self.id(2, number), kind: .hardBraking, position: Self.canary, course: nil,
      peaks: HazardSighting.Peaks(deceleration: .g(0.41), lateral: .g(0.02), vertical: .g(0.1)),
      duration: .milliseconds(700), speedBefore: nil, speedAfter: nil, probability: nil)
    try drive(DriveEvent(driveID: trip, time: begin + .seconds(30), content: .incident(incident)), by: camera)
    let end = DriveEvent.DriveEnd(
      position: Self.canary, distance: .meters(840), duration: .minutes(1), reason: .parked)
    try drive(DriveEvent(driveID: trip, time: begin + .minutes(1), content: .ended(end)), by: camera)
    try clip(
      ClipEvent(clipID: Self.id(3, number), time: begin + .minutes(1), content: .declared(declaration(number))),
      by: camera)
    try serviceSays(
      ClipEvent(
        clipID: Self.id(3, number), time: begin + .minutes(2),
        content: .received(byteCount: 1_000, sha256: [UInt8](repeating: 5, count: 32))), of: camera)
  }

  func declaration(_ number: Int) -> ClipEvent.Declaration {
    let begin = Self.start + .minutes(Int64(number) * 10)
    return ClipEvent.Declaration(
      kind: 1, driveID: Self.id(1, number), incidentID: Self.id(2, number), byteCount: 1_000,
      sha256: [UInt8](repeating: 5, count: 32), mediaType: "video/mp4", recordedFrom: begin + .seconds(20),
      recordedUntil: begin + .seconds(40), triggerOffset: .seconds(10))
  }
}
