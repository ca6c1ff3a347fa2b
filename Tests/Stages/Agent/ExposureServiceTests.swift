import Agent
import Core
import EventCodec
import Ports
import Testing

@Suite("The agent's exposures")
struct ExposureServiceTests {
  /// A quarter of an hour, 18 km.
  static let readings: [SensorReading] = {
    var drive = BrakingDrive()
    drive.seconds = 900
    return drive.readings()
  }()
  static let hourEnd = BrakingDrive.start + .hours(1)

  static func process() -> AgentProcess {
    var process = AgentProcess()
    process.configuration.sharesPasses = true
    process.configuration.latestUse = .hours(100)
    return process
  }

  static func exposures(_ records: [OutgoingRecord]) throws -> [Exposure] {
    try records.filter { $0.topic == "network.exposures" }.map { record in
      let bytes = record.value ?? []
      return try EventCodec().decodeExposure(bytes.span)
    }
  }

  /// Reads the drive and then sends, every minute of two hours.
  static func send(_ process: AgentProcess, from minute: Int64 = 0) throws -> [(minute: Int64, exposures: [Exposure])] {
    let service = try process.service()
    _ = try service.absorb(readings)
    _ = try service.finish()
    var sent: [(Int64, [Exposure])] = []
    for minute in minute..<(minute + 121) {
      let broker = Broker()
      _ = try service.flushExposures(BrokerProducer(broker), now: BrakingDrive.start + .minutes(minute))
      sent.append((minute, try exposures(broker.records)))
      #expect(broker.records.allSatisfy { $0.key.count == 16 && $0.timestamp == nil })
    }
    return sent
  }

  @Test func `leave after their hour, at moments of chance, and all of them`() throws {
    let sent = try Self.send(Self.process())
    #expect(sent.filter { $0.minute < 60 }.allSatisfy { $0.exposures.isEmpty })
    let all = sent.flatMap(\.exposures)
    #expect((100...180).contains(all.count))
    #expect(Set(all.map(\.recordID)).count == all.count)
    #expect(all.allSatisfy { $0.hourBucket == Int32(BrakingDrive.start.milliseconds / 3_600_000) })
    // Spread over the hour, and no minute has a large part of them.
    #expect(sent.filter { !$0.exposures.isEmpty }.count > 30)
    #expect(sent.allSatisfy { $0.exposures.count < all.count / 5 })
    // In an order that is not that of the way: neighbours in the log are not neighbours on the road.
    let steps = zip(all, all.dropFirst()).map { $0.position.distance(to: $1.position).meters }
    #expect(steps.count { $0 < 250 } < steps.count / 4)
  }

  @Test func `are spread anew when the camera was off meanwhile`() throws {
    let sent = try Self.send(Self.process(), from: 600)
    let all = sent.flatMap(\.exposures)
    #expect(all.count > 100)
    #expect(sent.allSatisfy { $0.exposures.count < all.count / 5 })
  }

  @Test func `never use a nonce twice, nor in the order of the way`() throws {
    let nonces = try Self.send(Self.process()).flatMap(\.exposures).sorted {
      $0.position.latitudeE7 < $1.position.latitudeE7
    }
    .compactMap { $0.proof?.nonce }
    #expect(Set(nonces).count == nonces.count)
    #expect(nonces.allSatisfy { $0 < Proof.exposureLimit })
    let rises = zip(nonces, nonces.dropFirst()).count { $0 < $1 }
    #expect(rises > nonces.count / 4 && rises < nonces.count * 3 / 4)
  }

  @Test func `are forgotten when the consent is withdrawn, and after a day`() throws {
    for isWithdrawn in [true, false] {
      let process = Self.process()
      let service = try process.service()
      _ = try service.absorb(Self.readings)
      _ = try service.finish()
      if isWithdrawn { service.absorb(Consent.withdrawn) }
      let now = isWithdrawn ? Self.hourEnd : Self.hourEnd + .hours(24)
      let report = try service.flushExposures(BrokerProducer(process.broker), now: now)
      #expect(report.sent == 0)
      #expect(report.dropped.keys.map(\.self) == [isWithdrawn ? .noConsent : .tooOld])
      #expect(!process.disk.pending.contains { $0.entry.topic == "network.exposures" })
    }
  }

  @Test func `wait for a credential`() throws {
    let process = Self.process()
    process.wallet.hasCredential = false
    let service = try process.service()
    _ = try service.absorb(Self.readings)
    _ = try service.finish()
    _ = try service.flushExposures(BrokerProducer(process.broker), now: Self.hourEnd)
    let without = try service.flushExposures(BrokerProducer(process.broker), now: Self.hourEnd + .hours(2))
    #expect(without.sent == 0 && without.withoutProof > 100)
    process.wallet.hasCredential = true
    let report = try service.flushExposures(BrokerProducer(process.broker), now: Self.hourEnd + .hours(2))
    #expect(report.sent == without.withoutProof)
  }

  @Test func `of a recording in its own time go out at its end, as of their moments`() throws {
    var process = Self.process()
    process.configuration.carriesTime = true
    let service = try process.service()
    _ = try service.absorb(Self.readings)
    #expect(try service.flushExposures(BrokerProducer(process.broker), now: BrakingDrive.start).sent == 0)
    _ = try service.finish()
    #expect(try service.flushExposures(BrokerProducer(process.broker), now: BrakingDrive.start).sent > 100)
    let times = process.broker.records.compactMap(\.timestamp)
    #expect(times.count == process.broker.records.count)
    #expect(times.allSatisfy { $0 >= Self.hourEnd && $0 < Self.hourEnd + .hours(1) })
  }

  @Test(arguments: Misfortune.Moment.allCases)
  func `are neither lost nor told as two, killed at any call`(moment: Misfortune.Moment) throws {
    func run(_ process: AgentProcess, _ misfortune: Misfortune?) throws {
      let service = try process.service(misfortune)
      for start in stride(from: 0, to: Self.readings.count, by: 300) {
        _ = try service.absorb(Array(Self.readings[start..<min(start + 300, Self.readings.count)]))
      }
      _ = try service.finish()
      let producer = BrokerProducer(process.broker, misfortune)
      _ = try service.flushExposures(producer, now: Self.hourEnd)
      _ = try service.flushExposures(producer, now: Self.hourEnd + .hours(1))
    }
    let undisturbed = Self.process()
    try run(undisturbed, nil)
    let expected = try Self.exposures(undisturbed.broker.records).count
    var call = 1
    // Most calls are the same send and note again; every one of the first hundred, then some.
    while true {
      let process = Self.process()
      let misfortune = Misfortune(call: call, moment)
      try? run(process, misfortune)
      try run(process, nil)
      let exposures = try Self.exposures(process.broker.records)
      #expect(Set(exposures.map(\.recordID)).count == expected, "killed \(moment) call \(call)")
      #expect(Set(exposures.map { $0.proof?.nonce }).count == expected, "killed \(moment) call \(call)")
      #expect(exposures.count <= expected + 1)
      if !misfortune.hasStruck { break }
      call += call < 100 ? 1 : 17
    }
    #expect(call > 100)
  }
}
