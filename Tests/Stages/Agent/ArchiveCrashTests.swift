import Agent
import Core
import Ports
import Testing

@Suite("The driver's archive of an agent that is killed at any call")
struct ArchiveCrashTests {
  static let readings = BrakingDrive().readings()

  static func process() -> AgentProcess {
    var process = AgentProcess()
    process.sealing = PlainSealing()
    process.configuration.latestUse = .hours(1)
    return process
  }

  static func undisturbed() throws -> [DriveEvent] {
    let process = process()
    try process.run(readings)
    return try ArchiveReader(process.archive.records).drives
  }

  @Test(arguments: Misfortune.Moment.allCases)
  func `holds every record once, in order, and no sequence names two`(moment: Misfortune.Moment) throws {
    let expected = try Self.undisturbed()
    var call = 1
    var repeated = 0
    while true {
      let process = Self.process()
      let misfortune = Misfortune(call: call, moment)
      try? process.run(Self.readings, misfortune)
      try process.run(Self.readings, seed: 2)
      let reader = try ArchiveReader(process.archive.records)
      #expect(reader.drives == expected, "killed \(moment) call \(call)")
      #expect(reader.reusedSequences == 0, "killed \(moment) call \(call)")
      #expect(process.disk.pending.isEmpty)
      repeated += reader.repeated
      if !misfortune.hasStruck { break }
      call += 1
    }
    #expect(call > 60)
    // A kill between the broker's acknowledgement and its note does happen, and sends the same bytes again.
    #expect(repeated > 0)
  }

  @Test(arguments: 1...20) func `holds it after any number of deaths in a row`(seed: UInt64) throws {
    let expected = try Self.undisturbed()
    var numbers = AgentProcess.Numbers(state: seed)
    var process = Self.process()
    process.configuration.checkpointInterval = 1 + numbers.next() % 100
    for _ in 0..<8 {
      let call = 1 + Int(numbers.next() % 60)
      let misfortune = Misfortune(call: call, numbers.next() % 2 == 0 ? .before : .after)
      try? process.run(Self.readings, batch: 1 + Int(numbers.next() % 200), misfortune, seed: numbers.next())
    }
    try process.run(Self.readings, seed: numbers.next())
    let reader = try ArchiveReader(process.archive.records)
    #expect(reader.drives == expected)
    #expect(reader.reusedSequences == 0)
    #expect(process.disk.pending.isEmpty)
  }

  @Test(arguments: 1...60) func `holds it after one failing call of a living agent`(call: Int) throws {
    let expected = try Self.undisturbed()
    let process = Self.process()
    let misfortune = Misfortune(call: call, .before, isDeadly: false)
    let service = try? process.service(misfortune)
    let living = try service ?? process.service()
    for start in stride(from: 0, to: Self.readings.count, by: 50) {
      _ = try? living.absorb(Array(Self.readings[start..<min(start + 50, Self.readings.count)]))
      _ = try? living.flushArchive(BrokerProducer(process.archive, misfortune))
    }
    _ = try? living.finish()
    _ = try? living.flushArchive(BrokerProducer(process.archive, misfortune))
    _ = try living.flushArchive(BrokerProducer(process.archive))
    #expect(try ArchiveReader(process.archive.records).drives == expected)
  }

  @Test func `of a live device ends the drive that it died in where it was last written down`() throws {
    var process = Self.process()
    process.input = nil
    let service = try process.service()
    _ = try service.absorb(Self.readings.filter { $0.time <= BrakingDrive.start + .seconds(130) })
    let next = try process.service()
    _ = try next.absorb(Self.readings.filter { $0.time > BrakingDrive.start + .seconds(200) })
    _ = try next.finish()
    _ = try next.flushArchive(BrokerProducer(process.archive))
    let drives = try ArchiveReader(process.archive.records).drives
    let ends = drives.compactMap { event -> DriveEvent.EndReason? in
      if case .ended(let end) = event.content { end.reason } else { nil }
    }
    #expect(ends == [.gap, .endOfInput])
    #expect(Set(drives.map(\.driveID)).count == 2)
    let first = try #require(drives.first { if case .ended = $0.content { true } else { false } })
    #expect(first.time >= BrakingDrive.start + .seconds(120))
    #expect(first.driveID == drives[0].driveID)
    // Once: a third process finds nothing to end.
    let third = try process.service()
    #expect(try third.flushArchive(BrokerProducer(process.archive)).sent == 0)
  }
}
