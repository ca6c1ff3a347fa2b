import Agent
import Core
import Testing

@Suite("The agent's machine")
struct AgentMachineTests {
  static func machine(_ events: [AccountEvent] = [Consent.granted]) -> AgentMachine {
    AgentMachine(consent: Consent.state(events), hash: AgentProcess.hash)
  }

  static func sightings(_ effects: [AgentEffect]) -> [SightingDraft] {
    effects.compactMap { if case .sighting(let draft) = $0 { draft } else { nil } }
  }

  static func reasons(_ effects: [AgentEffect]) -> [WithholdingReason] {
    effects.compactMap { if case .withheld(_, let reason) = $0 { reason } else { nil } }
  }

  @Test func `lets every braking leave that is one, and tells the driver of it`() {
    var machine = Self.machine()
    var drive = BrakingDrive()
    drive.shocks = [190]
    let effects = machine.absorb(drive.readings()) + machine.finish()
    #expect(Self.sightings(effects).map { ($0.time - BrakingDrive.start).milliseconds / 1000 } == [100, 160, 220])
    #expect(Self.reasons(effects) == [.contradictedByGPS])
    let incidents = effects.count { if case .incident = $0 { true } else { false } }
    #expect(incidents == 3)
    let drives = effects.count { if case .drive = $0 { true } else { false } }
    #expect(drives == 2)
  }

  @Test func `withholds what happens near the start`() {
    var machine = Self.machine()
    var drive = BrakingDrive()
    drive.brakings = [5, 100]
    let effects = machine.absorb(drive.readings()) + machine.finish()
    #expect(Self.reasons(effects) == [.nearTripStart])
    #expect(Self.sightings(effects).count == 1)
  }

  @Test func `lets nothing leave without a consent, and still tells the driver`() {
    var machine = Self.machine([])
    let effects = machine.absorb(BrakingDrive().readings()) + machine.finish()
    #expect(Self.sightings(effects) == [])
    #expect(Self.reasons(effects) == [.noConsent, .noConsent, .noConsent])
  }

  @Test func `stops at once when the consent is withdrawn in the middle of a drive`() {
    let readings = BrakingDrive().readings()
    for cut in stride(from: 0, to: readings.count, by: 7) {
      var machine = Self.machine()
      let before = Self.sightings(machine.absorb(readings[..<cut]))
      machine.absorb(Consent.withdrawn)
      let after = machine.absorb(readings[cut...]) + machine.finish()
      #expect(Self.sightings(after) == [])
      #expect(before.count + Self.reasons(after).count == 3)
    }
  }

  @Test func `gives the same effects however the readings are handed to it`() {
    let readings = BrakingDrive().readings()
    var whole = Self.machine()
    let expected = whole.absorb(readings) + whole.finish()
    for size in [1, 2, 17] {
      var machine = Self.machine()
      var effects: [AgentEffect] = []
      for start in stride(from: 0, to: readings.count, by: size) {
        effects += machine.absorb(readings[start..<min(start + size, readings.count)])
      }
      #expect(effects + machine.finish() == expected)
    }
  }

  @Test func `decides by the clock when the sensors fall silent`() {
    var machine = Self.machine()
    let readings = BrakingDrive().readings().filter { $0.time <= BrakingDrive.start + .seconds(102) }
    #expect(Self.sightings(machine.absorb(readings)) == [])
    #expect(Self.sightings(machine.advance(to: BrakingDrive.start + .seconds(106))).count == 1)
  }
}
