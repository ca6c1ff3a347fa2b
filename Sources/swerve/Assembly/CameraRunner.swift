import Agent
import Core
import Credentials
import EventCodec
import Foundation
import Ports
import Recordings

/// One camera with its disk, its wallet and its way to the log, fed from one recording or device.
struct CameraRunner {
  /// How long the rest of the outbox is tried to be sent at the end.
  static let lastFlush: Timestamp.Span = .seconds(20)
  /// Between two tries to send what no credential or no broker was at hand for.
  static let pauseBetweenTries: Timestamp.Span = .seconds(5)
  /// How long the account events may stay away before the camera gives up: without them it would take itself for one
  /// without consent.
  static let accountsWait: Timestamp.Span = .seconds(30)
  /// Account events are looked at this often, in turns of the loop.
  static let turnsBetweenAccounts = 50

  private let service: AgentService
  private let reader: RecordingReader
  private let path: String
  private let producer: any LogProducer
  private let accounts: AccountFollower
  private let recordedTime: Bool

  init(
    camera: PairedCamera, log: any RecordLog, issuer: CameraIssuer, input path: String, arguments: Arguments,
    recordedTime: Bool
  ) throws {
    reader = try Recording.open(path, arguments)
    let outbox = try SpoolOutbox(path: camera.outboxPath)
    var configuration = AgentConfiguration()
    configuration.carriesTime = recordedTime
    let input = reader.fingerprint.map { AgentInput(name: path, fingerprint: $0) }
    let machine = AgentMachine(configuration, consent: ConsentState(vehicleID: camera.vehicleID), hash: camera.hash)
    service = try AgentService(
      configuration, machine: machine, input: input, outbox: outbox,
      wallet: ArcWallet(outbox: outbox, issuer: issuer), coding: EventCodec(), hash: camera.hash,
      randomness: SystemRandomNumberGenerator())
    // Not idempotent: a producer id would tie the camera's records together.
    producer = try log.producer(idempotent: false)
    accounts = try AccountFollower(log: log, account: camera.accountID)
    self.path = path
    self.recordedTime = recordedTime
  }

  func run() throws {
    defer { producer.close() }
    for event in try accounts.readAll() { service.absorb(event) }
    // What an earlier process has left goes first.
    var tryAgain = try flush(now: .distantPast)
    var newest = Timestamp.distantPast
    var turns = 0
    // A recording that is sent as if it happened now is moved as a whole.
    var shift: Timestamp.Span?
    try Recording.forEach(reader) { batch in
      for reading in batch {
        var reading = reading
        if !recordedTime, reader.fingerprint != nil {
          if shift == nil { shift = begin(reading.time) }
          reading = reading.moved(by: shift ?? .zero)
          wait(until: reading.time)
        }
        newest = max(newest, reading.time)
        let effects = try service.absorb([reading])
        let isNew = effects.contains { if case .sighting = $0 { true } else { false } }
        if isNew || tryAgain.map({ SystemClock().now() >= $0 }) == true { tryAgain = try flush(now: newest) }
      }
      turns += 1
      if turns.isMultiple(of: Self.turnsBetweenAccounts) {
        for event in try accounts.readNew() { service.absorb(event) }
      }
    }
    _ = try service.finish()
    try sendRest(now: newest)
    Recording.tell(reader, path)
  }

  private func begin(_ first: Timestamp) -> Timestamp.Span {
    Console.note("agent: \(path) is sent as it happens, at the speed of life; --recorded-time sends it at once in its own time")
    return SystemClock().now() - first
  }

  /// Nothing is told before it happens: the network refuses what lies in the future.
  private func wait(until time: Timestamp) {
    while true {
      let left = time - SystemClock().now()
      if left <= .zero { return }
      _ = producer.poll(wait: min(left, .milliseconds(200)))
    }
  }

  private func sendRest(now: Timestamp) throws {
    let end = SystemClock().now() + Self.lastFlush
    var report = try flushed(now: now)
    while report.failure != nil || report.waiting > 0, SystemClock().now() < end {
      _ = producer.poll(wait: .milliseconds(200))
      report = try flushed(now: now)
    }
    if let failure = report.failure {
      throw CommandFailure(
        .unavailable, "\(failure.description); what is unsent stays in the outbox, start again to send it")
    }
  }

  /// - Returns: when to try again; nil when nothing waits.
  private func flush(now: Timestamp) throws -> Timestamp? {
    let report = try flushed(now: now)
    return report.failure != nil || report.waiting > 0 ? SystemClock().now() + Self.pauseBetweenTries : nil
  }

  private func flushed(now: Timestamp) throws -> FlushReport {
    let report = try service.flush(producer, now: recordedTime ? now : max(now, SystemClock().now()))
    if let fault = report.walletFault { Console.note("agent: no proof yet: \(fault)") }
    for (reason, count) in report.dropped { Console.note("agent: \(count) sightings dropped: \(reason.rawValue)") }
    return report
  }
}

/// The camera's own account events: consent comes and goes.
struct AccountFollower {
  private let reader: any LogReader
  private let account: RecordID

  init(log: any RecordLog, account: RecordID) throws(LogError) {
    reader = try log.reader(topics: [Topology.Topic.accounts], from: .beginning)
    self.account = account
  }

  /// Everything up to the end that the log had when asked.
  /// - Throws: `.timedOut` when it cannot be read to there.
  func readAll() throws(LogError) -> [AccountEvent] {
    let ends = try reader.watermarks(topic: Topology.Topic.accounts).filter { !$0.value.isEmpty }.mapValues(\.upperBound)
    var events: [AccountEvent] = []
    var batch = RecordBatch()
    var quietSince = SystemClock().now()
    while true {
      let positions = try reader.positions(topic: Topology.Topic.accounts)
      if ends.allSatisfy({ positions[$0.key, default: 0] >= $0.value }) { return events }
      _ = try AccountLog.read(reader, into: &batch, wait: .milliseconds(500)) { event in
        if event.accountID == account { events.append(event) }
      }
      if !batch.isEmpty { quietSince = SystemClock().now() }
      if SystemClock().now() - quietSince > CameraRunner.accountsWait {
        throw LogError(
          .timedOut, operation: "reading \(Topology.Topic.accounts)", reason: "its end did not come",
          hint: "nothing was sent; check the broker and start again")
      }
    }
  }

  func readNew() throws(LogError) -> [AccountEvent] {
    var events: [AccountEvent] = []
    var batch = RecordBatch()
    _ = try AccountLog.read(reader, into: &batch, wait: .zero) { if $0.accountID == account { events.append($0) } }
    return events
  }
}

extension SensorReading {
  /// The same reading at another time.
  func moved(by span: Timestamp.Span) -> SensorReading {
    switch self {
    case .fix(var fix):
      fix.time = fix.time + span
      return .fix(fix)
    case .motion(var sample):
      sample.time = sample.time + span
      return .motion(sample)
    case .anticipation(var score):
      score.time = score.time + span
      return .anticipation(score)
    case .recordingStarted(let time):
      return .recordingStarted(time + span)
    }
  }
}
