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
    var newest = Timestamp.distantPast
    var turns = 0
    // A recording that is sent as if it happened now is moved as a whole.
    var shift: Timestamp.Span?
    try Recording.forEach(reader) { batch in
      for reading in batch {
        var reading = reading
        if !recordedTime, reader.fingerprint != nil {
          if shift == nil { shift = SystemClock().now() - reading.time }
          reading = reading.moved(by: shift ?? .zero)
        }
        newest = max(newest, reading.time)
        let effects = try service.absorb([reading])
        if effects.contains(where: { if case .sighting = $0 { true } else { false } }) { try flush(now: newest) }
      }
      turns += 1
      if turns.isMultiple(of: Self.turnsBetweenAccounts) {
        for event in try accounts.readNew() { service.absorb(event) }
      }
    }
    _ = try service.finish()
    let end = SystemClock().now() + Self.lastFlush
    var report = try flush(now: newest)
    while report.failure != nil || report.waiting > 0, SystemClock().now() < end {
      _ = producer.poll(wait: .milliseconds(200))
      report = try flush(now: newest)
    }
    Recording.tell(reader, path)
    if let failure = report.failure {
      throw CommandFailure(
        .unavailable, "\(failure.description); what is unsent stays in the outbox, start again to send it")
    }
  }

  @discardableResult
  private func flush(now: Timestamp) throws -> FlushReport {
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
  func readAll() throws(LogError) -> [AccountEvent] {
    let ends = try reader.watermarks(topic: Topology.Topic.accounts)
    var left = ends.values.reduce(0) { $0 + $1.count }
    var events: [AccountEvent] = []
    var batch = RecordBatch()
    while left > 0 {
      let unreadable = try AccountLog.read(reader, into: &batch, wait: .seconds(5)) { event in
        if event.accountID == account { events.append(event) }
      }
      _ = unreadable
      if batch.isEmpty { break }
      left -= batch.count
    }
    return events
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
