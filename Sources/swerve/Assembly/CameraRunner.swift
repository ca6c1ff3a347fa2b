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
  /// Account events are looked at this often, in turns of the loop.
  static let turnsBetweenAccounts = 50

  /// Where its footage lies, and who brings it away.
  struct Uploads {
    var uploader: ClipUploader
    var footage: CameraFootage
  }

  private let service: AgentService
  private let reader: RecordingReader
  private let path: String
  private let outbox: SpoolOutbox
  private let producer: any LogProducer
  /// For the driver's archive alone: the two planes share no connection.
  private let archiveProducer: any LogProducer
  private let accounts: AccountFollower
  private let recordedTime: Bool
  private let uploads: Uploads?

  init(
    camera: PairedCamera, log: any RecordLog, issuer: CameraIssuer, input path: String, arguments: Arguments,
    recordedTime: Bool, uploads: Uploads? = nil
  ) throws {
    reader = try Recording.open(path, arguments)
    outbox = try SpoolOutbox(path: camera.outboxPath)
    var configuration = AgentConfiguration()
    configuration.carriesTime = recordedTime
    // Where nothing uploads nothing is to wait for it.
    if uploads != nil { configuration.clips = ClipConfiguration() }
    let input = reader.fingerprint.map { AgentInput(name: path, fingerprint: $0) }
    let machine = AgentMachine(configuration, consent: ConsentState(vehicleID: camera.vehicleID), hash: camera.hash)
    service = try AgentService(
      configuration, machine: machine, input: input, outbox: outbox,
      wallet: ArcWallet(outbox: outbox, issuer: issuer), coding: EventCodec(), personal: camera,
      hash: camera.hash, randomness: SystemRandomNumberGenerator())
    // Not idempotent: a producer id would tie the camera's records together.
    producer = try log.producer(idempotent: false)
    archiveProducer = try log.producer(idempotent: true)
    accounts = try AccountFollower(log: log, account: camera.accountID)
    self.path = path
    self.recordedTime = recordedTime
    self.uploads = uploads
  }

  func run() throws {
    defer {
      producer.close()
      archiveProducer.close()
    }
    try accounts.readAll { service.absorb($0) }
    // What an earlier process has left goes first.
    var tryAgain = try flush(now: .distantPast).tryAgain
    var newest = Timestamp.distantPast
    var turns = 0
    var isOver = false
    // A recording that is sent as if it happened now is moved as a whole.
    var shift: Timestamp.Span?
    let courier = uploads.map { uploads in
      FootageCourier(uploads.uploader) { work in
        uploads.footage.find(work, movedBy: shift ?? .zero, now: isOver ? nil : newest)
      }
    }
    try Recording.forEach(reader) { batch in
      for reading in batch {
        var reading = reading
        if !recordedTime, reader.fingerprint != nil {
          if shift == nil { shift = try begin(reading.time) }
          reading = reading.moved(by: shift ?? .zero)
          wait(until: reading.time)
        }
        newest = max(newest, reading.time)
        let effects = try service.absorb([reading])
        let isNew = effects.contains { effect in
          switch effect {
          case .sighting, .archive: true
          case .exposure, .withheld, .incident, .drive: false
          }
        }
        if isNew || tryAgain.map({ SystemClock().now() >= $0 }) == true {
          tryAgain = try flush(now: newest).tryAgain
        }
      }
      turns += 1
      if turns.isMultiple(of: Self.turnsBetweenAccounts) {
        for event in try accounts.readNew() { service.absorb(event) }
      }
      // What is read at once has its end soon.
      if !recordedTime { _ = try courier?.step(service, until: newest, flush: flushDeclarations) }
    }
    _ = try service.finish()
    try sendRest(now: newest)
    isOver = true
    try courier?.finish(service, flush: flushDeclarations)
    Recording.tell(reader, path)
  }

  private func flushDeclarations() throws -> LogError? { try service.flushArchive(archiveProducer).failure }

  /// How far the recording is moved: so that its first reading happens now, at the first start. Kept, because what is
  /// read again after a crash must have the times it had, or it would be told as another drive.
  private func begin(_ first: Timestamp) throws -> Timestamp.Span {
    Console.note(
      "agent: \(path) is sent as it happens, at the speed of life; --recorded-time sends it at once in its own time")
    let key = Array("agent began \(path) ".utf8) + (reader.fingerprint ?? [])
    if let stored = try outbox.value(key), stored.count == 8 {
      return .milliseconds(Int64(bitPattern: stored.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }))
    }
    let shift = SystemClock().now() - first
    let bits = UInt64(bitPattern: shift.milliseconds)
    try outbox.setValue(key, (0..<8).map { UInt8(truncatingIfNeeded: bits >> (56 - 8 * UInt64($0))) })
    return shift
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
    var tryAgain = try flush(now: now)
    while tryAgain.isWaiting, SystemClock().now() < end {
      _ = producer.poll(wait: .milliseconds(200))
      tryAgain = try flush(now: now)
    }
    if let failure = tryAgain.failure {
      throw CommandFailure(
        .unavailable, "\(failure.description); what is unsent stays in the outbox, start again to send it")
    }
  }

  /// What a flush left in the outbox, and when to try again.
  private struct Rest {
    var isWaiting: Bool
    var failure: LogError?

    var tryAgain: Timestamp? { isWaiting ? SystemClock().now() + CameraRunner.pauseBetweenTries : nil }
  }

  /// The network first: a warning cannot wait for the archive.
  private func flush(now: Timestamp) throws -> Rest {
    let report = try flushed(now: now)
    let exposed = try service.flushExposures(producer, now: recordedTime ? now : max(now, SystemClock().now()))
    let archived = try service.flushArchive(archiveProducer)
    return Rest(
      isWaiting: report.failure != nil || report.waiting > 0 || archived.failure != nil
        || exposed.failure != nil || exposed.withoutProof > 0,
      failure: report.failure ?? exposed.failure ?? archived.failure)
  }

  private func flushed(now: Timestamp) throws -> FlushReport {
    let report = try service.flush(producer, now: recordedTime ? now : max(now, SystemClock().now()))
    if let fault = report.walletFault { Console.note("agent: no proof yet: \(fault)") }
    for (reason, count) in report.dropped { Console.note("agent: \(count) sightings dropped: \(reason.rawValue)") }
    return report
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
