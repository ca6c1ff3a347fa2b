import Agent
import Core
import Testing

@Suite("What the driver's archive is told")
struct DriveLogTests {
  static func entries(_ readings: [SensorReading], consent: Bool = true) -> [DriveEntry] {
    var machine = AgentMachineTests.machine(consent ? [Consent.granted] : [])
    let effects = machine.absorb(readings) + machine.finish()
    return effects.compactMap { if case .archive(let entry) = $0 { entry } else { nil } }
  }

  static func events(_ entries: [DriveEntry]) -> [DriveEvent] {
    entries.compactMap { $0.event(hash: AgentProcess.hash) }
  }

  static func chunks(_ entries: [DriveEntry]) -> [DriveEvent.TrackChunk] {
    entries.compactMap { if case .track(let chunk) = $0.content { chunk } else { nil } }
  }

  @Test func `is the drive's start, its track by the minute, its incidents and its end`() throws {
    let entries = Self.entries(BrakingDrive().readings())
    let events = Self.events(entries)
    #expect(events.count == entries.count)
    #expect(Set(events.map(\.driveID)).count == 1)
    guard case .started = events.first?.content, case .ended(let end) = events.last?.content else {
      Issue.record("begins with the start and ends with the end")
      return
    }
    #expect(end.duration == .seconds(300))
    let chunks = Self.chunks(entries)
    #expect(chunks.map(\.count) == [60, 60, 60, 60, 60, 1])
    #expect(chunks.allSatisfy { $0.latitudeE7.count == $0.count && $0.speed.count == $0.count })
    let incidents = events.compactMap { if case .incident(let incident) = $0.content { incident } else { nil } }
    #expect(incidents.map(\.kind) == [.hardBraking, .hardBraking, .hardBraking])
    #expect(Set(incidents.map(\.incidentID)).count == 3)
  }

  @Test func `needs no consent to the network`() {
    let readings = BrakingDrive().readings()
    #expect(Self.entries(readings, consent: false) == Self.entries(readings))
  }

  @Test func `does not hold a shock that the car did not follow`() {
    var drive = BrakingDrive()
    drive.brakings = []
    drive.shocks = [190]
    #expect(!Self.entries(drive.readings()).contains { if case .incident = $0.content { true } else { false } })
  }

  @Test func `has names that are the same when it is read again, and no others`() {
    let once = Self.events(Self.entries(BrakingDrive().readings()))
    #expect(Self.events(Self.entries(BrakingDrive().readings())) == once)
    let other: KeyedHash = { AgentProcess.hash([1] + $0) }
    let foreign = Self.entries(BrakingDrive().readings()).compactMap { $0.event(hash: other) }
    #expect(Set(foreign.map(\.driveID)).isDisjoint(with: Set(once.map(\.driveID))))
  }

  @Test func `keeps two fixes of a stop, and none of what follows the end`() throws {
    let north = BrakingDrive.home
    func fix(_ second: Int64, _ meters: Double, _ speed: Float) -> SensorReading {
      .fix(
        PositionFix(
          time: BrakingDrive.start + .seconds(second), position: north.moved(east: 0, north: meters),
          speed: .metersPerSecond(speed), course: Course(degrees: 0)))
    }
    let driving = (0..<30).map { fix($0, Double($0) * 10, 10) }
    let standing = (30..<330).map { fix($0, 300, 0) }
    let onwards = (330..<360).map { fix($0, 300 + Double($0 - 330) * 10, 10) }
    let parked = (360..<1_200).map { fix($0, 600, 0) }
    let entries = Self.entries(driving + standing + onwards + parked)
    let times = Self.chunks(entries).flatMap { chunk in
      chunk.timeOffset.map { (chunk.base + .milliseconds(Int64($0)) - BrakingDrive.start).milliseconds / 1000 }
    }
    #expect(times == Array(0...31) + [329] + Array(330...360))
    guard case .ended(let end) = entries.last?.content else {
      Issue.record("the drive ends")
      return
    }
    #expect(end.reason == .parked)
  }

  @Test func `has a drive of no length for a blow to a car that has not been driven`() throws {
    var readings: [SensorReading] = []
    for tick in 0..<400 {
      let time = BrakingDrive.start + .milliseconds(Int64(tick) * 20)
      if tick.isMultiple(of: 50) {
        readings.append(
          .fix(PositionFix(time: time, position: BrakingDrive.home, speed: .metersPerSecond(0), course: nil)))
      }
      let isBlow = (200..<210).contains(tick)
      readings.append(.motion(MotionSample(time: time, forward: .g(0), right: .g(isBlow ? 4 : 0), up: .g(0))))
    }
    let events = Self.events(Self.entries(readings))
    let kinds = events.compactMap { if case .incident(let incident) = $0.content { incident.kind } else { nil } }
    try #require(kinds == [.impact])
    #expect(Set(events.map(\.driveID)).count == 1)
    guard case .ended(let end) = events.last?.content else {
      Issue.record("it ends at once")
      return
    }
    #expect(end.distance == .zero)
  }
}
