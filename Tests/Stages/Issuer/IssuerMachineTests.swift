import Core
import Credentials
import Issuer
import Ports
import Testing

@Suite struct `The issuer` {
  @Test func `gives a paired and consenting camera a credential that Admission takes`() throws {
    let desk = try IssuerDesk()
    for day in [IssuerDesk.day - 1, IssuerDesk.day, IssuerDesk.day + 1] {
      let asked = try IssuerDesk.request(day: day)
      #expect(try desk.isGood(desk.issue(asked), to: asked))
    }
  }

  @Test func `knows no device that was not paired, and not after its account was erased`() throws {
    let desk = try IssuerDesk()
    let asked = try IssuerDesk.request()
    let stranger = RecordID(high: 9, low: 9)
    let signature = desk.device.sign(
      IssuerMachine.signedBytes(vehicle: stranger, day: asked.day, request: asked.request))
    #expect(throws: IssuerMachine.Refusal.unknownDevice) {
      try desk.machine.issue(
        vehicle: stranger, day: asked.day, request: asked.request, signature: signature, now: IssuerDesk.noon)
    }
    desk.machine.absorb(desk.event(.erased(driverKeyID: IssuerDesk.driverKey)))
    #expect(throws: IssuerMachine.Refusal.unknownDevice) { try desk.issue(asked) }
  }

  @Test func `answers a forged signature as it answers a stranger`() throws {
    let desk = try IssuerDesk()
    let asked = try IssuerDesk.request()
    var other = asked
    other.day += 1
    var flipped = desk.sign(asked)
    flipped[10] ^= 1
    let foreign = try desk.sign(asked, with: DeviceKey.generate())
    let forgeries = [
      foreign, flipped, desk.sign(other), desk.sign(try IssuerDesk.request()), [], [UInt8](repeating: 0, count: 64),
    ]
    for signature in forgeries {
      #expect(throws: IssuerMachine.Refusal.unknownDevice) { try desk.issue(asked, signature: signature) }
    }
    // None of them used the day up.
    #expect(try desk.isGood(desk.issue(asked), to: asked))
  }

  @Test func `wants a live consent of the account that paired the camera`() throws {
    let desk = try IssuerDesk(consent: false)
    let asked = try IssuerDesk.request()
    #expect(throws: IssuerMachine.Refusal.noConsent) { try desk.issue(asked) }
    desk.machine.absorb(desk.event(IssuerDesk.grant(.scenes)))
    desk.machine.absorb(desk.event(IssuerDesk.grant(), account: RecordID(high: 7, low: 7)))
    #expect(throws: IssuerMachine.Refusal.noConsent) { try desk.issue(asked) }
    desk.machine.absorb(desk.granted)
    try desk.issue(asked)
    desk.machine.absorb(desk.event(.consentWithdrawn(scope: .hazardNetwork, vehicleID: IssuerDesk.vehicle)))
    #expect(throws: IssuerMachine.Refusal.noConsent) { try desk.issue(asked) }
  }

  @Test func `gives for yesterday, today and tomorrow only`() throws {
    let desk = try IssuerDesk()
    for day in [IssuerDesk.day - 2, IssuerDesk.day + 2, 0, .min, .max] {
      #expect(throws: IssuerMachine.Refusal.day) { try desk.issue(try IssuerDesk.request(day: day)) }
    }
    let recordings = try IssuerDesk(anyDay: true)
    let asked = try IssuerDesk.request(day: 100)
    #expect(try recordings.isGood(recordings.issue(asked), to: asked))
    #expect(throws: IssuerMachine.Refusal.alreadyIssued) { try recordings.issue(try IssuerDesk.request(day: 100)) }
  }

  @Test func `answers one request a day, that one again, also after it was started again`() throws {
    let desk = try IssuerDesk()
    let asked = try IssuerDesk.request()
    try desk.issue(asked)
    for _ in 0..<2 {
      #expect(try desk.isGood(desk.issue(asked), to: asked))
      #expect(throws: IssuerMachine.Refusal.alreadyIssued) { try desk.issue(try IssuerDesk.request()) }
      desk.restart()
    }
  }

  /// The key of a day counts for 24 hours from 04:00 of the tile's own time, so yesterday's is still worth having.
  @Test func `gives no second credential of a day, in whatever order days are asked for`() throws {
    let desk = try IssuerDesk()
    let tomorrow = IssuerDesk.noon + .hours(24)
    try desk.issue(try IssuerDesk.request(day: IssuerDesk.day))
    try desk.issue(try IssuerDesk.request(day: IssuerDesk.day + 1))
    try desk.issue(try IssuerDesk.request(day: IssuerDesk.day - 1))
    try desk.issue(try IssuerDesk.request(day: IssuerDesk.day + 2), now: tomorrow)
    for day in IssuerDesk.day...IssuerDesk.day + 2 {
      #expect(throws: IssuerMachine.Refusal.alreadyIssued, "day \(day)") {
        try desk.issue(try IssuerDesk.request(day: day), now: tomorrow)
      }
    }
  }

  @Test func `gives no second credential of any of many recorded days`() throws {
    let desk = try IssuerDesk(anyDay: true)
    for day in Int32(100)..<110 { try desk.issue(try IssuerDesk.request(day: day)) }
    for day in Int32(100)..<110 {
      #expect(throws: IssuerMachine.Refusal.alreadyIssued) { try desk.issue(try IssuerDesk.request(day: day)) }
    }
  }

  @Test func `refuses a request that does not hold, and the day stays unused`() throws {
    let desk = try IssuerDesk()
    var broken = try IssuerDesk.request()
    broken.request[40] ^= 1
    #expect(throws: IssuerMachine.Refusal.malformed) { try desk.issue(broken) }
    broken.request = []
    #expect(throws: IssuerMachine.Refusal.malformed) { try desk.issue(broken) }
    let asked = try IssuerDesk.request()
    #expect(try desk.isGood(desk.issue(asked), to: asked))
  }

  @Test(arguments: 1...3, Misfortune.Moment.allCases)
  func `gives nothing that it could not write down`(call: Int, moment: Misfortune.Moment) throws {
    let desk = try IssuerDesk()
    desk.restart(Misfortune(call: call, moment))
    let asked = try IssuerDesk.request()
    let wasAnswered = (try? desk.issue(asked)) != nil
    let isWrittenDown = !desk.disk.values.isEmpty
    #expect(!wasAnswered || isWrittenDown)
    #expect(wasAnswered == (call > 2))
    desk.restart()
    #expect(try desk.isGood(desk.issue(asked), to: asked))
  }
}
