import Core
import TestSupport
import Testing

@Suite("What leaves the car")
struct SightingPolicyTests {
  static let home = Coordinate(latitude: 41.2525, longitude: -95.9825)!
  static let noSecret: KeyedHash = { _ in nil }

  static func event(
    _ kind: IncidentKind = .hardBraking, meters: Double = 1_000, seconds: Int64 = 100, accuracy: Double? = 4,
    hasPlace: Bool = true, isMeasured: Bool = true
  ) -> RoadEvent {
    RoadEvent(
      kind: kind, time: Timestamp(milliseconds: seconds * 1000), duration: .seconds(1),
      peaks: .init(deceleration: .g(0.5), lateral: .g(0.1), vertical: .g(0)), isMeasured: isMeasured,
      speedBefore: .metersPerSecond(20), speedAfter: .metersPerSecond(10), anticipation: nil,
      place: hasPlace
        ? .init(
          position: home.moved(east: 0, north: meters), course: Course(degrees: 0),
          accuracy: accuracy.map { .meters($0) }) : nil, quality: .good)
  }

  static func policy(_ hash: @escaping KeyedHash = noSecret, zones: Bool = true) -> SightingPolicy {
    var configuration = SightingPolicy.Configuration()
    if !zones { configuration.tripEnd = nil }
    var policy = SightingPolicy(configuration, hash: hash)
    policy.absorb(.started(at: home, time: Timestamp(milliseconds: 0)))
    return policy
  }

  static func reason(_ decision: SightingPolicy.Decision) -> WithholdingReason? {
    if case .withhold(let reason) = decision { reason } else { nil }
  }

  @Test func `is a sighting with what was felt, where and when`() throws {
    var policy = Self.policy()
    guard case .release(let draft) = policy.decide(Self.event(), consent: true) else {
      Issue.record("withheld")
      return
    }
    let id = RecordID(high: 1, low: 2)
    #expect(
      draft.sighting(recordID: id)
        == HazardSighting(
          recordID: id, position: Self.home.moved(east: 0, north: 1_000), course: Course(degrees: 0),
          time: Timestamp(milliseconds: 100_000), kind: .hardBraking,
          peaks: .init(deceleration: .g(0.5), lateral: .g(0.1), vertical: .g(0)), duration: .seconds(1),
          speedBefore: .metersPerSecond(20), speedAfter: .metersPerSecond(10), horizontalAccuracy: .meters(4),
          quality: .good))
  }

  @Test(arguments: [
    (IncidentKind.hardBraking, true), (.roughRoad, true), (.impact, true), (.nearMiss, true), (.swerving, true),
    (.hardCornering, false), (.hardAcceleration, false), (IncidentKind(rawValue: 99), false),
  ]) func `is of five kinds only`(kind: IncidentKind, leaves: Bool) {
    var policy = Self.policy()
    let reason = Self.reason(policy.decide(Self.event(kind), consent: true))
    #expect(reason == (leaves ? nil : .personalOnly))
  }

  @Test func `is nothing without a consent`() {
    var policy = Self.policy()
    #expect(Self.reason(policy.decide(Self.event(), consent: false)) == .noConsent)
  }

  @Test func `is nothing without a position worth the name`() {
    var policy = Self.policy()
    #expect(Self.reason(policy.decide(Self.event(hasPlace: false), consent: true)) == .poorPosition)
    #expect(Self.reason(policy.decide(Self.event(accuracy: 30.1), consent: true)) == .poorPosition)
    #expect(Self.reason(policy.decide(Self.event(accuracy: 30), consent: true)) == nil)
  }

  @Test func `has no peaks when no accelerometer measured them`() {
    var policy = Self.policy()
    guard case .release(let draft) = policy.decide(Self.event(isMeasured: false), consent: true) else {
      Issue.record("withheld")
      return
    }
    #expect(draft.peaks == nil)
  }

  @Test func `is one for one braking`() {
    var policy = Self.policy()
    #expect(Self.reason(policy.decide(Self.event(meters: 1_000, seconds: 100), consent: true)) == nil)
    // Close in time; close in place; another kind; elsewhere and later.
    #expect(Self.reason(policy.decide(Self.event(meters: 1_190, seconds: 109), consent: true)) == .repeated)
    #expect(Self.reason(policy.decide(Self.event(meters: 1_050, seconds: 150), consent: true)) == .repeated)
    #expect(Self.reason(policy.decide(Self.event(.impact, meters: 1_000, seconds: 100), consent: true)) == nil)
    #expect(Self.reason(policy.decide(Self.event(meters: 1_300, seconds: 120), consent: true)) == nil)
    #expect(Self.reason(policy.decide(Self.event(meters: 1_000, seconds: 500), consent: true)) == nil)
  }

  @Test(arguments: 1...50) func `is nothing within 200 m of the start, whatever the secret`(seed: UInt64) {
    let hash: KeyedHash = { message in
      var generator = SeededGenerator(seed: seed &+ UInt64(message.count))
      return (0..<32).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
    }
    for meters in stride(from: -199.0, through: 199, by: 19.9) {
      var policy = Self.policy(hash)
      #expect(Self.reason(policy.decide(Self.event(meters: meters), consent: true)) == .nearTripStart)
    }
    var policy = Self.policy(hash)
    #expect(Self.reason(policy.decide(Self.event(meters: 601), consent: true)) == nil)
  }

  @Test func `begins at a place that does not give the start away`() {
    // The centres of the zones of many cameras that start at one place are spread evenly around it.
    let zones = (1...400).map { seed in
      TripEndZone(around: Self.home, .init()) { _ in
        var generator = SeededGenerator(seed: UInt64(seed))
        return (0..<4).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
      }
    }
    let away = zones.map { Self.home.distance(to: $0.centre).meters }
    #expect(away.allSatisfy { $0 <= 200.5 })
    #expect(away.count { $0 > 100 } > 250)
    let east = zones.map { $0.centre.offset(from: Self.home).east }.reduce(0, +) / 400
    #expect(abs(east) < 25)
    // One camera has one zone for one place, whichever fix it starts from.
    let hash: KeyedHash = { Array($0.suffix(4)) }
    let one = TripEndZone(around: Self.home, .init(), hash: hash)
    let two = TripEndZone(around: Self.home.moved(east: 3, north: 3), .init(), hash: hash)
    #expect(abs(one.radius.meters - two.radius.meters) < 1e-6)
  }

  @Test func `is nothing before a drive has begun, unless zones are switched off`() {
    var policy = SightingPolicy(hash: Self.noSecret)
    #expect(Self.reason(policy.decide(Self.event(), consent: true)) == .nearTripStart)
    var open = Self.policy(zones: false)
    #expect(Self.reason(open.decide(Self.event(meters: 0), consent: true)) == nil)
  }
}

@Suite("Consent")
struct ConsentTests {
  static let vehicle = RecordID(high: 1, low: 1)
  static let account = RecordID(high: 2, low: 2)

  static func event(_ seconds: Int64, _ content: AccountEvent.Content, account: RecordID = account) -> AccountEvent {
    AccountEvent(accountID: account, time: Timestamp(milliseconds: seconds * 1000), content: content)
  }

  static func grant(_ scope: ConsentScope = .hazardNetwork, vehicle: RecordID = vehicle) -> AccountEvent.Content {
    .consentGranted(scope: scope, textVersion: "1", vehicleID: vehicle)
  }
  static let withdrawal = AccountEvent.Content.consentWithdrawn(scope: .hazardNetwork, vehicleID: vehicle)
  static let pairing = AccountEvent.Content.paired(
    vehicleID: vehicle, devicePublicKey: [], driverKeyID: RecordID(high: 3, low: 3))

  static func isLive(_ events: [AccountEvent]) -> Bool {
    var state = ConsentState(vehicleID: vehicle)
    for event in events { state.absorb(event) }
    return state.isLive(.hazardNetwork)
  }

  @Test func `is not there before it is given`() {
    #expect(!Self.isLive([]))
    #expect(!Self.isLive([Self.event(0, Self.pairing)]))
    #expect(Self.isLive([Self.event(0, Self.pairing), Self.event(1, Self.grant())]))
    #expect(Self.isLive([Self.event(1, Self.grant())]))
  }

  @Test func `ends with its withdrawal in whatever order the two are heard`() {
    let grant = Self.event(1, Self.grant())
    let withdrawal = Self.event(2, Self.withdrawal)
    #expect(!Self.isLive([grant, withdrawal]))
    #expect(!Self.isLive([withdrawal, grant]))
    #expect(Self.isLive([withdrawal, grant, Self.event(3, Self.grant())]))
    #expect(!Self.isLive([Self.event(2, Self.grant()), withdrawal]))
    #expect(!Self.isLive([withdrawal, Self.event(2, Self.grant())]))
  }

  @Test func `to something else, or of another car, is none`() {
    #expect(!Self.isLive([Self.event(1, Self.grant(.scenes))]))
    #expect(!Self.isLive([Self.event(1, Self.grant(vehicle: Self.account))]))
  }

  @Test func `does not pass to the next owner`() {
    let other = RecordID(high: 9, low: 9)
    let history = [Self.event(0, Self.pairing), Self.event(1, Self.grant())]
    #expect(!Self.isLive(history + [Self.event(2, Self.pairing, account: other)]))
    #expect(
      Self.isLive(history + [Self.event(2, Self.pairing, account: other), Self.event(3, Self.grant(), account: other)]))
  }

  @Test func `ends with the erasure of the account, not with another's`() {
    let history = [Self.event(0, Self.pairing), Self.event(1, Self.grant())]
    let erased = AccountEvent.Content.erased(driverKeyID: RecordID(high: 3, low: 3))
    #expect(!Self.isLive(history + [Self.event(2, erased)]))
    #expect(Self.isLive(history + [Self.event(2, erased, account: RecordID(high: 9, low: 9))]))
  }
}

@Suite("A record id")
struct RecordIdentityTests {
  @Test func `is the first half of the hash of the day and the number`() {
    #expect(RecordID.message(epoch: 1, counter: 2) == [0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 2])
    #expect(RecordID.message(epoch: -1, counter: .max) == Array(repeating: 255, count: 12))
    let id = RecordID(epoch: 1, counter: 2) { message in message + Array(repeating: 7, count: 20) }
    #expect(id?.bytes == [0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 2, 7, 7, 7, 7])
    #expect(RecordID(epoch: 1, counter: 2) { _ in nil } == nil)
    #expect(RecordID(epoch: 1, counter: 2) { _ in [1, 2, 3] } == nil)
  }
}
