import Core
import Credentials
import EventCodec
import Ports
import Projections
import Runtime
import TestSupport
import Testing

@testable import swerve

@Suite struct `The archive's views` {
  private static func told(trips: Int = 8) throws -> ArchiveStory {
    let story = try ArchiveStory()
    for trip in 0..<trips { try story.tell(trip: trip, by: trip % 4) }
    return story
  }

  @Test func `hold a row for each trip, piece of track, incident and clip`() throws {
    let story = try Self.told()
    try story.fold()
    #expect(story.views.rows(of: "trips").count == 8)
    #expect(story.views.rows(of: "track_chunks").count == 8)
    #expect(story.views.rows(of: "events").count == 8)
    #expect(story.views.rows(of: "set_aside").isEmpty)
    let trip = try #require(story.views.rows(of: "trips").first { $0["trip_id"] == .id(ArchiveStory.id(1, 5)) })
    #expect(trip["account_id"] == .id(story.cameras[1].accountID))
    #expect(trip["distance_m"] == .real(840) && trip["duration_ms"] == .integer(60_000))
    #expect(trip["started_at"] == .time(ArchiveStory.start + .minutes(50)))
    let clips = story.views.rows(of: "clips")
    #expect(clips.count == 8 && clips.allSatisfy { $0["received_at"] != nil && $0["media_type"] == .text("video/mp4") })
  }

  @Test func `say no place in the clear`() throws {
    let story = try Self.told()
    try story.fold()
    let place = ArchiveStory.canary
    let needles = [place.latitudeE7, place.longitudeE7].map { number in
      (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * Int32($0))) }
    }
    var scanned = 0
    for table in ArchiveStory.tables {
      for cell in story.views.rows(of: table).flatMap(\.values) {
        switch cell {
        case .bytes(let bytes):
          scanned += bytes.count
          for needle in needles { #expect(!bytes.contains(sequence: needle)) }
        case .real(let number): #expect(abs(number - place.latitude) > 1 && abs(number - place.longitude) > 1)
        case .integer(let number): #expect(number != Int64(place.latitudeE7) && number != Int64(place.longitudeE7))
        default: break
        }
      }
    }
    #expect(scanned > 10_000)
  }

  @Test func `are the same whenever and in however many pieces they are folded`() throws {
    let story = try ArchiveStory()
    var running = try story.projections().runtime
    for trip in 0..<12 {
      try story.tell(trip: trip, by: trip % 4)
      if trip.isMultiple(of: 3) { try story.finish(running) }
      if trip == 5 {
        running.close()
        running = try story.projections().runtime
      }
    }
    try story.finish(running)
    running.close()
    let anew = MemoryViews()
    try story.fold(into: anew)
    #expect(story.rows == ArchiveStory.rows(anew))
    #expect(story.rows["trips"]?.count == 12)
  }

  @Test func `take a clip's events in either order, and a removal for good`() throws {
    let story = try ArchiveStory()
    let clip = ArchiveStory.id(3, 0)
    let time = ArchiveStory.start
    try story.serviceSays(
      ClipEvent(
        clipID: clip, time: time, content: .received(byteCount: 1_000, sha256: [UInt8](repeating: 5, count: 32))), of: 0
    )
    try story.serviceSays(ClipEvent(clipID: clip, time: time, content: .starred), of: 0)
    try story.fold()
    #expect(story.views.rows(of: "clips").first?["declared_at"] == nil)
    try story.clip(ClipEvent(clipID: clip, time: time + .seconds(9), content: .declared(story.declaration(0))), by: 0)
    try story.serviceSays(ClipEvent(clipID: clip, time: time + .seconds(10), content: .deleted(by: 1)), of: 0)
    try story.serviceSays(
      ClipEvent(clipID: clip, time: time + .seconds(11), content: .evicted(reason: 1, byteCount: 5)), of: 0)
    try story.fold()
    let row = try #require(story.views.rows(of: "clips").first)
    #expect(row["declared_at"] == .time(time + .seconds(9)) && row["starred"] == .boolean(true))
    #expect(row["removed_at"] == .time(time + .seconds(10)) && row["removed_by"] == .integer(1))
  }

  @Test func `set aside what is forged, replayed, unknown or no record, and go on`() throws {
    let story = try ArchiveStory()
    try story.tell(trip: 0, by: 0)
    try story.fold()
    let before = story.rows
    let camera = story.cameras[0]
    let started = DriveEvent(
      driveID: ArchiveStory.id(1, 99), time: ArchiveStory.start, content: .started(at: ArchiveStory.canary))
    // Replayed to a process that has not seen the first one itself.
    story.append(try story.sealed(started, by: camera, sequence: 2), .drives)
    var forged = try story.sealed(started, by: camera)
    forged.signature[3] ^= 1
    story.append(forged, .drives)
    var stranger = try story.sealed(started, by: camera)
    stranger.vehicleID = RecordID(high: 7, low: 0)
    story.append(stranger, .drives)
    story.append([1, 2, 3], of: camera.vehicleID, .drives)
    story.append(nil, of: camera.vehicleID, .drives)
    // A device that speaks as the service, and a service that is not ours.
    let clip = ClipEvent(clipID: ArchiveStory.id(3, 9), time: ArchiveStory.start, content: .starred)
    try story.serviceSays(clip, of: 0, signedBy: camera.device)
    try story.fold()
    let reasons = story.views.rows(of: "set_aside").compactMap { row -> String? in
      if case .text(let reason) = row["reason"] { reason } else { nil }
    }
    #expect(reasons.sorted() == ["forged", "forged", "malformed", "replayed", "tombstone", "unknown_device"])
    for table in ["trips", "track_chunks", "events", "clips"] { #expect(story.rows[table] == before[table]) }
    try story.tell(trip: 1, by: 0)
    try story.fold()
    #expect(story.views.rows(of: "trips").count == 2)
  }

  @Test func `hear of a camera that is paired while they are folded`() throws {
    let story = try ArchiveStory()
    let (runtime, _) = try story.projections()
    try story.finish(runtime)
    try story.pair(4)
    try story.tell(trip: 0, by: 4)
    try story.finish(runtime)
    runtime.close()
    #expect(story.views.rows(of: "trips").count == 1 && story.views.rows(of: "set_aside").isEmpty)
  }

  @Test func `forget a driver whose key is erased, and everybody else stays`() throws {
    let story = try Self.told()
    let (runtime, book) = try story.projections()
    try story.finish(runtime)
    let gone = story.cameras[2]
    try story.vault.erase(gone.driverKeyID)
    story.tell(
      AccountEvent(
        accountID: gone.accountID, time: ArchiveStory.start, content: .erased(driverKeyID: gone.driverKeyID)))
    try book.refresh()
    _ = try runtime.step(wait: .zero)
    try story.finish(runtime)
    // What was under way when the key was erased leaves no trace.
    try story.tell(trip: 20, by: 2)
    try story.finish(runtime)
    runtime.close()
    for table in ArchiveStory.tables {
      #expect(story.views.rows(of: table).allSatisfy { $0["vehicle_id"] != .id(gone.vehicleID) }, "\(table)")
    }
    #expect(story.views.rows(of: "trips").count == 6 && story.views.rows(of: "set_aside").isEmpty)
    let anew = MemoryViews()
    try story.fold(into: anew)
    #expect(story.rows == ArchiveStory.rows(anew))
  }
}

extension [UInt8] {
  func contains(sequence needle: [UInt8]) -> Bool {
    guard count >= needle.count else { return false }
    return (0...(count - needle.count)).contains { Array(self[$0..<($0 + needle.count)]) == needle }
  }
}
