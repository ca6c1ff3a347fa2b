import Core
import EventCodec
import Ports
import Testing

/// What the golden vectors of the personal plane mean, written out.
@Suite struct `The personal plane reads` {
  private let codec = EventCodec()
  private let berlin = Coordinate(latitudeE7: 525_200_066, longitudeE7: 134_049_540)
  private let noon = Timestamp(milliseconds: 1_762_000_000_123)
  private let sha256 = Array("0123456789abcdef0123456789ABCDEF".utf8)

  private func id(_ text: String) throws -> RecordID { try #require(RecordID(bytes: Array(text.utf8))) }

  private func drive(_ content: DriveEvent.Content) throws -> DriveEvent {
    DriveEvent(driveID: try id("drive-0123456789"), time: noon, content: content)
  }

  private func clip(_ content: ClipEvent.Content) throws -> ClipEvent {
    ClipEvent(clipID: try id("clip-abcdefghijk"), time: noon, content: content)
  }

  private func account(_ content: AccountEvent.Content) throws -> AccountEvent {
    AccountEvent(accountID: try id("account-01234567"), time: noon, content: content)
  }

  @Test func `the start and the end of a drive`() throws {
    let start = Coordinate(latitudeE7: 525_200_066, longitudeE7: -134_049_540)
    #expect(try codec.drive(GoldenVector.named("DriveEvent-started")) == drive(.started(at: start)))
    let end = DriveEvent.DriveEnd(
      position: berlin, distance: .meters(18_432.5), duration: .milliseconds(1_740_000), reason: .parked)
    #expect(try codec.drive(GoldenVector.named("DriveEvent-ended")) == drive(.ended(end)))
  }

  @Test func `a track, with NaN where the speed is unknown`() throws {
    let event = try codec.drive(GoldenVector.named("DriveEvent-track"))
    guard case .track(var track) = event.content else {
      Issue.record("not a track")
      return
    }
    #expect(track.speed.count == 4 && track.speed[1].isNaN)
    track.speed[1] = 7
    var expected = DriveEvent.TrackChunk(base: noon)
    expected.timeOffset = [0, 1_000, 60_000, .max]
    expected.latitudeE7 = [525_200_066, 0, -900_000_000, 900_000_000]
    expected.longitudeE7 = [134_049_540, 0, -1_800_000_000, 1_800_000_000]
    expected.course = [27_050, AbsentValue.course, 0, 35_999]
    expected.speed = [31.25, 7, 0, -0.0]
    #expect(track == expected)
  }

  @Test func `an incident, known and unknown`() throws {
    let known = DriveEvent.Incident(
      incidentID: try id("incident01234567"), kind: .hardBraking, position: berlin,
      course: Course(centidegrees: 27_050),
      peaks: .init(deceleration: .g(0.75), lateral: .g(-0.125), vertical: .g(1.5)), duration: .milliseconds(1_840),
      speedBefore: .metersPerSecond(31.25), speedAfter: .metersPerSecond(4.5), probability: 0.9375)
    #expect(try codec.drive(GoldenVector.named("DriveEvent-incident")) == drive(.incident(known)))
    let unknown = DriveEvent.Incident(
      incidentID: try id("incident01234567"), kind: IncidentKind(rawValue: 2_147_483_647),
      position: Coordinate(latitudeE7: 0, longitudeE7: 0), course: nil,
      peaks: .init(deceleration: .g(0), lateral: .g(0), vertical: .g(0)), duration: .milliseconds(4_294_967_295),
      speedBefore: nil, speedAfter: nil, probability: nil)
    #expect(try codec.drive(GoldenVector.named("DriveEvent-incident-unknowns")) == drive(.incident(unknown)))
  }

  @Test func `what happens to a clip`() throws {
    let declared = ClipEvent.Declaration(
      kind: 1, driveID: try id("drive-0123456789"), incidentID: try id("incident01234567"), byteCount: 123_456_789,
      sha256: sha256, mediaType: "video/mp4", recordedFrom: Timestamp(milliseconds: 1_761_999_990_123),
      recordedUntil: Timestamp(milliseconds: 1_762_000_010_123), triggerOffset: .milliseconds(10_000))
    let share = try id("share-0123456789")
    let expected: [(String, ClipEvent.Content)] = [
      ("declared", .declared(declared)), ("received", .received(byteCount: 123_456_789, sha256: sha256)),
      ("starred", .starred), ("unstarred", .unstarred), ("evicted", .evicted(reason: 1, byteCount: 123_456_789)),
      ("evicted-for-a-new-reason", .evicted(reason: 2_147_483_647, byteCount: 0)), ("deleted", .deleted(by: 1)),
      ("deleted-by-a-new-actor", .deleted(by: 0x8000_0000)),
      (
        "shared",
        .shared(shareID: share, recipient: "Jürgen, insurer", until: Timestamp(milliseconds: 1_762_600_000_000))
      ),
      ("share-revoked", .shareRevoked(shareID: share)),
    ]
    for (name, content) in expected {
      #expect(try codec.clip(GoldenVector.named("ClipEvent-\(name)")) == clip(content))
    }
    guard case .declared(let routine) = try codec.clip(GoldenVector.named("ClipEvent-declared-routine")).content else {
      Issue.record("not a declaration")
      return
    }
    #expect(routine.incidentID == nil && routine.kind == 2 && routine.byteCount == .max)
  }

  @Test func `what happens to an account`() throws {
    let vehicle = try id("vehicle-01234567")
    let key = try id("driverkey-012345")
    let expected: [(String, AccountEvent.Content)] = [
      ("paired", .paired(vehicleID: vehicle, devicePublicKey: sha256, driverKeyID: key)),
      ("consent-granted", .consentGranted(scope: .hazardNetwork, textVersion: "2025-11", vehicleID: vehicle)),
      (
        "consent-granted-to-a-new-scope",
        .consentGranted(scope: ConsentScope(rawValue: 2_147_483_647), textVersion: "", vehicleID: vehicle)
      ),
      ("consent-withdrawn", .consentWithdrawn(scope: .scenes, vehicleID: vehicle)),
      ("plan-changed", .planChanged(plan: "family", tierBytes: 107_374_182_400)),
      ("plan-changed-to-none", .planChanged(plan: "", tierBytes: 0)), ("erased", .erased(driverKeyID: key)),
    ]
    for (name, content) in expected {
      #expect(try codec.account(GoldenVector.named("AccountEvent-\(name)")) == account(content))
    }
  }

  @Test func `a sealed record`() throws {
    let expected = SealedRecord(
      vehicleID: try id("vehicle-01234567"), sequence: 42, content: .driveEvent, sealing: 1,
      driverKeyID: try id("driverkey-012345"), ciphertext: Array("ciphertext and its tag".utf8), signing: 1,
      signature: Array("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef".utf8))
    #expect(try codec.sealed(GoldenVector.named("SealedRecord-full")) == expected)
    #expect(try codec.encode(expected) == GoldenVector.named("SealedRecord-full"))
  }
}
