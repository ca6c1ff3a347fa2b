public import Core
public import Ports

/// What became of the exposures in the outbox.
public struct ExposureReport: Hashable, Sendable {
  /// Acknowledged by the broker.
  public var sent = 0
  /// Their moment has not come.
  public var waiting = 0
  /// Due, and no credential of their day is at hand.
  public var withoutProof = 0
  /// Dropped unsent: `noConsent` (withdrawn since), `tooOld`.
  public var dropped: [WithholdingReason: Int] = [:]
  /// Bytes that are no exposure: a damaged outbox; dropped.
  public var damaged = 0
  /// Why sending stopped; the rest stays in the outbox.
  public var failure: LogError?

  public init() {}
}

extension AgentService {
  /// Where exposures go.
  public static let exposures = "network.exposures"

  /// Sends the exposures whose moment has come, in an order of chance, one record at a time, each under 16 fresh random
  /// bytes, by a producer as `flush` wants it.
  ///
  /// A recording that is over and carries its own time has no later to wait for: each goes out as of its moment.
  /// - Parameter now: the camera's clock.
  /// - Throws: faults of the outbox only; the broker's are in the report.
  public func flushExposures(_ producer: any LogProducer, now: Timestamp) throws(AgentFault) -> ExposureReport {
    try save()
    var report = ExposureReport()
    do {
      var due: [Due] = []
      var position = Int64.min
      while true {
        let pending = try outbox.pending(limit: configuration.flushBatch, after: position)
        guard let last = pending.last else { break }
        position = last.sequence
        for entry in pending where entry.entry.topic == Self.exposures {
          switch judge(entry, now: now, &report) {
          case .wait: continue
          case .drop: try outbox.acknowledge([entry.sequence])
          case .send(let exposure): due.append(exposure)
          }
        }
      }
      due.shuffle(using: &randomness)
      for exposure in due {
        if try send(exposure, producer, &report) { try outbox.acknowledge([exposure.sequence]) }
        if report.failure != nil { break }
      }
    } catch {
      throw .outbox(error)
    }
    return report
  }

  private struct Due {
    var sequence: Int64
    var exposure: Exposure
    var moment: Timestamp
  }

  private enum Verdict {
    case wait, drop
    case send(Due)
  }

  private func judge(_ pending: PendingEntry, now: Timestamp, _ report: inout ExposureReport) -> Verdict {
    guard let exposure = try? coding.decodeExposure(pending.entry.value.span) else {
      report.damaged += 1
      return .drop
    }
    let isTimeless = configuration.carriesTime && isRecording && isFinished
    if !isTimeless, now - exposure.hourEnd > configuration.exposureUse {
      report.dropped[.tooOld, default: 0] += 1
      return .drop
    }
    guard machine.consent.isLive(.hazardNetwork) else {
      guard machine.consent.isDecided(.hazardNetwork) else {
        report.waiting += 1
        return .wait
      }
      report.dropped[.noConsent, default: 0] += 1
      return .drop
    }
    let moment = moment(of: exposure, now: now, isTimeless: isTimeless)
    guard isTimeless || moment <= now else {
      report.waiting += 1
      return .wait
    }
    return .send(Due(sequence: pending.sequence, exposure: exposure, moment: moment))
  }

  /// A moment of chance in the spread after its hour; of what was left over from before the camera was switched on, in
  /// the spread after that: together they would be seen to be one camera's.
  private func moment(of exposure: Exposure, now: Timestamp, isTimeless: Bool) -> Timestamp {
    let since = exposuresSince ?? now
    exposuresSince = since
    let start = isTimeless ? exposure.hourEnd : max(exposure.hourEnd, since)
    let id = exposure.recordID
    let number = KeyedName.id(
      "swerve exposure moment", [Int64(bitPattern: id.high), Int64(bitPattern: id.low)], hash: hash)
    let spread = UInt64(max(1, configuration.exposureSpread.milliseconds))
    return start + .milliseconds(Int64((number?.high ?? id.high) % spread))
  }

  /// True when the broker has it.
  private func send(
    _ due: Due, _ producer: any LogProducer, _ report: inout ExposureReport
  ) throws(OutboxFault) -> Bool {
    var exposure = due.exposure
    do {
      exposure.proof = try wallet.exposureProof(day: exposure.tagDay, nonce: exposure.proof?.nonce ?? 0)
    } catch {
      exposure.proof = nil
    }
    guard exposure.proof != nil else {
      report.withoutProof += 1
      return false
    }
    report.failure = deliver(
      OutgoingRecord(
        topic: Self.exposures, key: randomKey(), value: coding.encode(exposure),
        timestamp: configuration.carriesTime ? due.moment : nil), producer)
    guard report.failure == nil else { return false }
    report.sent += 1
    return true
  }

  /// Ids and nonces of the exposures that wait to be stored; past the day's limit there are none, and those are dropped.
  func makeExposureEntries() throws {
    var places: [ExposureNumbering: [Int]] = [:]
    for index in unsaved.indices where unsaved[index].entry == nil {
      guard case .exposure(let draft) = unsaved[index].content else { continue }
      places[ExposureNumbering(draft), default: []].append(index)
    }
    for (numbering, indices) in places.sorted(by: { $0.key < $1.key }) {
      let counter = try counter.take(indices.count, epoch: numbering.epoch, from: outbox)
      let first = try exposureCounter.take(indices.count, epoch: numbering.day, from: outbox)
      for (step, index) in indices.enumerated() {
        guard case .exposure(let draft) = unsaved[index].content,
          let nonce = try nonces.nonce(day: numbering.day, index: first &+ UInt64(step), hash: hash)
        else { continue }
        unsaved[index].entry = try entry(
          for: draft, epoch: numbering.epoch, counter: counter &+ UInt64(step), nonce: nonce)
      }
    }
  }

  private func entry(for draft: ExposureDraft, epoch: Int32, counter: UInt64, nonce: UInt64) throws -> OutboxEntry {
    let position = draft.pass.position
    let identity = [
      draft.pass.left.milliseconds, Int64(position.latitudeE7), Int64(position.longitudeE7),
    ]
    guard let recordID = RecordID(epoch: epoch, counter: counter, hash: hash),
      let id = KeyedName.id("swerve exposure", identity, hash: hash)
    else { throw AgentFault.secretUnavailable }
    let exposure = draft.exposure(recordID: recordID, nonce: nonce)
    return OutboxEntry(
      topic: Self.exposures, key: [], value: coding.encode(exposure), timestamp: exposure.hourStart,
      deduplicationID: id.bytes)
  }
}

/// The two days by which an exposure is numbered: UTC's for its id, its tile's for its proof.
private struct ExposureNumbering: Hashable, Comparable {
  var epoch: Int32
  var day: Int32

  init(_ draft: ExposureDraft) {
    let bare = draft.exposure(recordID: RecordID(high: 0, low: 0), nonce: 0)
    epoch = RecordCounter.epoch(of: bare.hourStart)
    day = bare.tagDay
  }

  static func < (left: ExposureNumbering, right: ExposureNumbering) -> Bool {
    (left.epoch, left.day) < (right.epoch, right.day)
  }
}
