import Agent
import Core
import Ports
import Testing

@Suite("Killed at any call to the outside")
struct AgentCrashTests {
  static let readings = BrakingDrive().readings()

  /// Kills the agent at its n-th call, for every n, starts it again, and looks at what the broker has.
  @Test(arguments: Misfortune.Moment.allCases) func `the agent loses no braking and sends none as two`(
    moment: Misfortune.Moment
  ) throws {
    var call = 1
    var resent = 0
    while true {
      var process = AgentProcess()
      // Killed in the middle of a drive, it is back within the use of what waits.
      process.configuration.latestUse = .hours(1)
      let misfortune = Misfortune(call: call, moment)
      try? process.run(Self.readings, misfortune)
      try process.run(Self.readings, seed: 2)
      let sightings = try process.broker.records.map { try process.coding.sighting($0) }
      let times = Set(sightings.map { ($0.time - BrakingDrive.start).milliseconds / 1000 })
      #expect(times == [100, 160, 220], "killed \(moment) call \(call)")
      // A record may come again when the kill fell between the broker's acknowledgement and its note: as the same
      // record.
      #expect(Set(sightings).count == 3, "killed \(moment) call \(call)")
      #expect(sightings.count <= 4)
      resent += sightings.count - 3
      #expect(process.disk.pending.isEmpty)
      if !misfortune.hasStruck { break }
      call += 1
    }
    #expect(call > 20)
    // It does happen, once for each of the three records, and the test would notice if it never did.
    #expect(resent > 0 && resent <= 6)
  }

  @Test(arguments: 1...20) func `any number of deaths in a row lose nothing either`(seed: UInt64) throws {
    var numbers = AgentProcess.Numbers(state: seed)
    var process = AgentProcess()
    process.configuration.latestUse = .hours(1)
    process.configuration.checkpointInterval = 1 + numbers.next() % 100
    for _ in 0..<8 {
      let call = 1 + Int(numbers.next() % 30)
      let misfortune = Misfortune(call: call, numbers.next() % 2 == 0 ? .before : .after)
      try? process.run(Self.readings, batch: 1 + Int(numbers.next() % 200), misfortune, seed: numbers.next())
    }
    try process.run(Self.readings, seed: numbers.next())
    let sightings = try process.broker.records.map { try process.coding.sighting($0) }
    #expect(Set(sightings).count == 3)
    #expect(Set(sightings.map(\.time)).count == 3)
    #expect(process.disk.pending.isEmpty)
  }

  @Test(arguments: 1...40) func `one failing call of a living agent loses nothing`(call: Int) throws {
    var process = AgentProcess()
    process.configuration.latestUse = .hours(1)
    let misfortune = Misfortune(call: call, .before, isDeadly: false)
    let service = try? process.service(misfortune)
    let living = try service ?? process.service()
    for start in stride(from: 0, to: Self.readings.count, by: 50) {
      let part = Array(Self.readings[start..<min(start + 50, Self.readings.count)])
      _ = try? living.absorb(part)
      _ = try? living.flush(BrokerProducer(process.broker, misfortune), now: part[0].time)
    }
    _ = try? living.finish()
    _ = try? living.flush(BrokerProducer(process.broker, misfortune), now: Self.readings[0].time)
    _ = try living.flush(BrokerProducer(process.broker), now: Self.readings[0].time)
    let sightings = try process.broker.records.map { try process.coding.sighting($0) }
    #expect(Set(sightings).count == 3)
    #expect(process.disk.pending.isEmpty)
  }
}
