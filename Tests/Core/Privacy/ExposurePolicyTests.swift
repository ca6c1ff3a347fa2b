import Core
import Testing

@Suite("Ordinary passes")
struct ExposurePolicyTests {
  static let home = Coordinate(latitude: 52.5025, longitude: 13.4025)!
  static let start = Timestamp(milliseconds: 1_767_225_600_000)
  static let hash: KeyedHash = { message in [UInt8](repeating: UInt8(truncatingIfNeeded: message.count), count: 32) }

  static func fix(_ second: Int64, meters: Double, speed: Float = 20) -> PositionFix {
    PositionFix(
      time: start + .seconds(second), position: home.moved(east: 0, north: meters), speed: .metersPerSecond(speed),
      course: Course(degrees: 0), horizontalAccuracy: .meters(4))
  }

  static func policy() -> ExposurePolicy {
    var policy = ExposurePolicy(hash: hash)
    policy.absorb(.started(at: home, time: start))
    return policy
  }

  /// Ends where it is, after so many fixes at 20 m/s.
  static func end(_ policy: inout ExposurePolicy, second: Int64) {
    let end = DriveEvent.DriveEnd(
      position: home.moved(east: 0, north: Double(second) * 20), distance: .zero, duration: .zero, reason: .parked)
    policy.absorb(.ended(end, started: start, time: start + .seconds(second)))
  }

  /// Northwards at 20 m/s; what is released while it drives, and once it is over.
  static func drive(_ seconds: Int64, consent: Bool = true, brakingAt braking: Int64? = nil) -> [ExposureDraft] {
    var policy = policy()
    var drafts: [ExposureDraft] = []
    for second in 0...seconds {
      policy.absorb(fix(second, meters: Double(second) * 20))
      if let braking, second == braking + 4 { policy.noteBraking(at: start + .seconds(braking)) }
      drafts += policy.release(at: start + .seconds(second), consent: consent)
    }
    end(&policy, second: seconds)
    return drafts + policy.release(at: .distantPast, consent: consent)
  }

  @Test func `are one for each 100 m, except around both ends`() {
    let drafts = Self.drive(1_000)
    // 20 km, less 200 m to 600 m at each end.
    #expect((188...197).contains(drafts.count))
    let away = drafts.map { Self.home.distance(to: $0.pass.position).meters }
    #expect(away.allSatisfy { $0 > 200 && $0 < 19_800 })
    let cells = drafts.map { GridPlace.Cell(containing: $0.pass.position) }
    #expect(Set(cells).count == cells.count)
    #expect(drafts.allSatisfy { abs($0.pass.meanSpeed.metersPerSecond - 20) < 0.1 && $0.pass.dwellSeconds == 0 })
  }

  @Test func `do not leave without a consent, then or later`() {
    #expect(Self.drive(1_000, consent: false) == [])
  }

  @Test func `leave only when it is known that the drive did not end there`() {
    var policy = Self.policy()
    var first: Timestamp.Span?
    for second in 0...1_000 as ClosedRange<Int64> {
      policy.absorb(Self.fix(second, meters: Double(second) * 20))
      let drafts = policy.release(at: Self.start + .seconds(second), consent: true)
      for draft in drafts {
        let age = Self.start + .seconds(second) - draft.pass.left
        #expect(age >= .minutes(6))
        first = first ?? age
      }
    }
    #expect(first != nil)
  }

  @Test func `are held as long as the car stays around`() {
    var policy = Self.policy()
    // 1 km out, then an hour of circling within 300 m.
    for second in 0..<50 as Range<Int64> { policy.absorb(Self.fix(second, meters: Double(second) * 20)) }
    var released = 0
    for second in 50..<3_650 as Range<Int64> {
      policy.absorb(Self.fix(second, meters: 850 + Double((second / 10) % 15) * 20))
      released += policy.release(at: Self.start + .seconds(second), consent: true)
        .count { $0.pass.position.distance(to: Self.home).meters > 700 }
    }
    #expect(released == 0)
  }

  @Test func `know of a braking that is found after they are over`() {
    let drafts = Self.drive(1_000, brakingAt: 503)
    let braked = drafts.filter(\.pass.braked)
    #expect(braked.count == 1)
    let time = Self.start + .seconds(503)
    #expect(braked.allSatisfy { $0.pass.entered <= time && time < $0.pass.left })
  }

  @Test func `say how long the car stood, beside how fast it moved`() throws {
    var policy = Self.policy()
    var meters = 0.0
    var drafts: [ExposureDraft] = []
    for second in 0...1_200 as ClosedRange<Int64> {
      let stands = (500..<540).contains(second)
      if !stands { meters += 10 }
      policy.absorb(Self.fix(second, meters: meters, speed: stands ? 0 : 10))
      drafts += policy.release(at: Self.start + .seconds(second), consent: true)
    }
    let stood = drafts.filter { $0.pass.dwellSeconds > 0 }
    try #require(stood.count == 1)
    #expect(abs(stood[0].pass.dwellSeconds - 40) <= 1)
    #expect(abs(stood[0].pass.meanSpeed.metersPerSecond - 10) < 0.1)
  }

  @Test func `tell of the time its hour only`() {
    for draft in Self.drive(1_000) {
      let exposure = draft.exposure(recordID: RecordID(high: 1, low: 2), nonce: 3)
      #expect(exposure.hourBucket == Int32(draft.pass.left.milliseconds / 3_600_000))
      #expect(exposure.hourStart <= draft.pass.left && draft.pass.left < exposure.hourEnd)
      #expect(exposure.proof?.day == exposure.tagDay)
    }
    #expect(Exposure.hourBucket(of: Timestamp(milliseconds: -1)) == -1)
  }

  @Test func `are not made up of a silence, a jump or a clock that was set back`() {
    var policy = Self.policy()
    var drafts: [ExposureDraft] = []
    var time: Int64 = 0
    for second in 0...2_000 as ClosedRange<Int64> {
      time += second.isMultiple(of: 2) ? 11 : 1
      policy.absorb(Self.fix(time, meters: Double(second) * 20))
      drafts += policy.release(at: Self.start + .seconds(time), consent: true)
    }
    policy.absorb(Self.fix(0, meters: 50_000))
    #expect(drafts.isEmpty)
  }
}
