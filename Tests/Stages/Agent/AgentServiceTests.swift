import Agent
import Core
import Ports
import Testing

@Suite("The agent's service")
struct AgentServiceTests {
  static let readings = BrakingDrive().readings()
  static let end = BrakingDrive.start + .seconds(226)

  @Test func `sends each braking alone, under random keys, with a proof for its tile and day`() throws {
    let process = AgentProcess()
    try process.run(Self.readings)
    let sightings = try process.broker.records.map { try process.coding.sighting($0) }
    #expect(sightings.map { ($0.time - BrakingDrive.start).milliseconds / 1000 } == [100, 160, 220])
    for sighting in sightings {
      let tile = Tile(containing: sighting.position)
      let day = tile.tagDay(at: sighting.time)
      let proof = try #require(sighting.proof)
      #expect(proof.presentation == Proof.sightingContext(tile: tile, day: day))
      #expect(proof.day == day)
    }
    #expect(Set(process.broker.records.map(\.key)).count == 3)
    #expect(process.broker.records.allSatisfy { $0.key.count == 16 && $0.topic == "network.sightings" })
    #expect(process.broker.records.allSatisfy { $0.partition == nil && $0.timestamp == nil })
    #expect(process.disk.pending.isEmpty)
  }

  @Test func `gives ids that are the hash of the day and the number, and no other`() throws {
    let process = AgentProcess()
    try process.run(Self.readings)
    let epoch = Int32(BrakingDrive.start.milliseconds / 86_400_000)
    let ids = try process.broker.records.map { try process.coding.sighting($0).recordID }
    #expect(ids == (0..<3).compactMap { RecordID(epoch: epoch, counter: $0, hash: AgentProcess.hash) })
  }

  @Test func `sends nothing that names the camera`() throws {
    let process = AgentProcess()
    try process.run(Self.readings)
    for record in process.broker.records {
      var sighting = try process.coding.sighting(record)
      sighting.proof?.presentation = []
      let said = "\(sighting) \(record.key)"
      for id in [Consent.vehicle, Consent.account] {
        #expect(!said.contains("\(id.high)") && !said.contains("\(id.low)"))
      }
    }
  }

  @Test func `keeps a record until the broker has acknowledged it`() throws {
    let process = AgentProcess()
    let service = try process.service()
    _ = try service.absorb(Self.readings)
    #expect(process.disk.pending.count == 3)
    let silent = BrokerProducer(process.broker)
    silent.reports = false
    let report = try service.flush(silent, now: Self.end)
    #expect(report.failure?.kind == .timedOut)
    #expect(report.sent == 0)
    #expect(process.disk.pending.count == 1)  // The two older ones are of no use any more.
    #expect(report.dropped == [.tooOld: 2])
    let second = try service.flush(BrokerProducer(process.broker), now: Self.end)
    #expect(second.sent == 1)
    #expect(process.disk.pending.isEmpty)
    let sent = try process.broker.records.map { try process.coding.sighting($0) }
    #expect(sent.count == 2 && sent[0] == sent[1])
    #expect(process.broker.records[0].key != process.broker.records[1].key)
  }

  @Test func `waits for a credential as long as the sighting is of use`() throws {
    let process = AgentProcess()
    process.wallet.hasCredential = false
    let service = try process.service()
    _ = try service.absorb(Self.readings.filter { $0.time <= Self.end })
    _ = try service.flush(BrokerProducer(process.broker), now: Self.end)
    #expect(process.disk.pending.count == 1)
    #expect(try service.flush(BrokerProducer(process.broker), now: Self.end).waiting == 1)
    process.wallet.hasCredential = true
    #expect(try service.flush(BrokerProducer(process.broker), now: Self.end).sent == 1)

    let late = AgentProcess()
    late.wallet.hasCredential = false
    let other = try late.service()
    _ = try other.absorb(Self.readings)
    let report = try other.flush(BrokerProducer(late.broker), now: Self.end + .seconds(60))
    #expect(report.dropped == [.noCredential: 3])
    #expect(late.broker.records.isEmpty && late.disk.pending.isEmpty)
  }

  @Test func `refuses by age exactly at the limit`() throws {
    for (age, sent) in [(25_000, 1), (25_001, 0)] as [(Int64, Int)] {
      let process = AgentProcess()
      let service = try process.service()
      _ = try service.absorb(Self.readings)
      let last = BrakingDrive.start + .seconds(220)
      let report = try service.flush(BrokerProducer(process.broker), now: last + .milliseconds(age))
      #expect(report.sent == sent)
    }
  }

  @Test func `forgets what waits when the consent is withdrawn, and waits while it is unknown`() throws {
    let process = AgentProcess()
    let service = try process.service()
    _ = try service.absorb(Self.readings.filter { $0.time <= Self.end })
    var unknown = process
    unknown.account = []
    let restarted = try unknown.service()
    let waiting = try restarted.flush(BrokerProducer(process.broker), now: Self.end)
    #expect(waiting.waiting == 1 && waiting.sent == 0)
    service.absorb(Consent.withdrawn)
    let report = try service.flush(BrokerProducer(process.broker), now: Self.end)
    #expect(report.dropped == [.noConsent: 1])
    #expect(process.broker.records.isEmpty && process.disk.pending.isEmpty)
  }

  @Test func `sends nothing that was stored by a damaged disk`() throws {
    let process = AgentProcess()
    let service = try process.service()
    process.disk.entries.append(
      PendingEntry(
        sequence: 7,
        entry: OutboxEntry(topic: "network.sightings", key: [], value: [1], timestamp: Self.end, deduplicationID: [1])))
    process.disk.entries.append(
      PendingEntry(
        sequence: 8,
        entry: OutboxEntry(topic: "personal.drives", key: [], value: [2], timestamp: Self.end, deduplicationID: [2])))
    let report = try service.flush(BrokerProducer(process.broker), now: Self.end)
    #expect(report.damaged == 1)
    #expect(process.broker.records.isEmpty)
    #expect(process.disk.pending.map(\.sequence) == [8])
  }

  @Test func `reads a recording again without sending any of it again`() throws {
    let process = AgentProcess()
    try process.run(Self.readings)
    try process.run(Self.readings, seed: 2)
    #expect(process.broker.records.count == 3)
    #expect(try process.service().replayedReadings == UInt64(Self.readings.count))
    // The same bytes under another name: no checkpoint, but the same brakings.
    var copy = process
    copy.input = AgentInput(name: "copy", fingerprint: [1, 2, 3, 4])
    try copy.run(Self.readings, seed: 3)
    #expect(process.broker.records.count == 3)
  }

  @Test func `takes another file under the same name for what it is`() throws {
    let process = AgentProcess()
    try process.run(Self.readings)
    var other = process
    other.input?.fingerprint = [9, 9, 9, 9]
    #expect(try other.service().replayedReadings == 0)
    var drive = BrakingDrive()
    drive.brakings = [130]
    try other.run(drive.readings(), seed: 2)
    #expect(process.broker.records.count == 4)
  }

  @Test func `keeps effects and sightings that the outbox refused for the next call`() throws {
    let process = AgentProcess()
    // Calls: the checkpoint, the counter's value, its new value, the append.
    let misfortune = Misfortune(call: 4, .before, isDeadly: false)
    let service = try process.service(misfortune)
    let part = Self.readings.filter { $0.time <= BrakingDrive.start + .seconds(110) }
    #expect(throws: AgentFault.self) { try service.absorb(part) }
    #expect(process.disk.pending.isEmpty)
    let effects = try service.absorb([])
    #expect(AgentMachineTests.sightings(effects).count == 1)
    #expect(process.disk.pending.count == 1)
  }

  @Test func `drops the oldest when the outbox refuses for too long, and counts it`() throws {
    var process = AgentProcess()
    process.configuration.unsavedLimit = 2
    let misfortune = Misfortune(call: 2, .before)
    let service = try process.service(misfortune)
    #expect(throws: AgentFault.self) { try service.absorb(Self.readings) }
    #expect(service.overflowed == 1)
  }

  @Test func `a live device has no checkpoint and loses only what it had not yet decided`() throws {
    var process = AgentProcess()
    process.input = nil
    let service = try process.service()
    _ = try service.absorb(Self.readings.filter { $0.time <= BrakingDrive.start + .seconds(110) })
    let next = try process.service()
    _ = try next.absorb(Self.readings.filter { $0.time > BrakingDrive.start + .seconds(110) })
    #expect(process.disk.entries.count == 3)
    #expect(process.disk.checkpoints.isEmpty)
  }
}
