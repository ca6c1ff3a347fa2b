public import Core
public import Ports

extension AgentService {
  /// Sends what waits, oldest first, one record at a time, each under 16 fresh random bytes; a record leaves the
  /// outbox when the broker has acknowledged it.
  ///
  /// Nothing that is sent names the camera. The producer must not either: `producer(idempotent: false)`, and a new
  /// one for each flush where connections can be told apart.
  /// - Parameter now: the camera's clock, against which the age of a sighting is measured.
  /// - Throws: faults of the outbox only; the broker's are in the report.
  public func flush(_ producer: any LogProducer, now: Timestamp) throws(AgentFault) -> FlushReport {
    try save()
    var report = FlushReport()
    var position = Int64.min
    do {
      while report.failure == nil {
        let pending = try outbox.pending(limit: configuration.flushBatch, after: position)
        guard let last = pending.last else { break }
        position = last.sequence
        for entry in pending where entry.entry.topic == Self.topic && report.failure == nil {
          if settle(entry.entry, producer, now: now, &report) {
            try outbox.acknowledge([entry.sequence])
          }
        }
      }
    } catch {
      throw .outbox(error)
    }
    return report
  }

  /// True when the entry is done with, sent or dropped.
  private func settle(
    _ entry: OutboxEntry, _ producer: any LogProducer, now: Timestamp, _ report: inout FlushReport
  ) -> Bool {
    guard var sighting = try? coding.decodeSighting(entry.value.span) else {
      report.damaged += 1
      return true
    }
    let now = time(of: sighting, now: now)
    let isTooOld = now - sighting.time > configuration.latestUse
    guard machine.consent.isLive(.hazardNetwork) else {
      // A camera that has not read its account's events yet waits for them; one whose consent is gone forgets.
      guard isTooOld || machine.consent.isDecided(.hazardNetwork) else {
        report.waiting += 1
        return false
      }
      report.dropped[.noConsent, default: 0] += 1
      return true
    }
    if sighting.proof == nil { sighting.proof = proof(for: sighting, &report) }
    if isTooOld {
      report.dropped[sighting.proof == nil ? .noCredential : .tooOld, default: 0] += 1
      return true
    }
    guard sighting.proof != nil else {
      report.waiting += 1
      return false
    }
    let record = OutgoingRecord(
      topic: Self.topic, key: randomKey(), value: coding.encode(sighting),
      timestamp: configuration.carriesTime ? now : nil)
    report.failure = deliver(record, producer)
    if report.failure == nil { report.sent += 1 }
    return report.failure == nil
  }

  /// A recording in its own time is never late: what a crash has delayed goes out as of the last moment at which it would
  /// have been of use, and nothing goes out before it happened.
  private func time(of sighting: HazardSighting, now: Timestamp) -> Timestamp {
    guard configuration.carriesTime, isRecording else { return now }
    return min(max(now, sighting.time), sighting.time + configuration.latestUse)
  }

  private func proof(for sighting: HazardSighting, _ report: inout FlushReport) -> Proof? {
    let tile = Tile(containing: sighting.position)
    do {
      return try wallet.sightingProof(tile: tile, day: tile.tagDay(at: sighting.time))
    } catch {
      report.walletFault = error
      return nil
    }
  }

  /// 16 bytes that never come again: the key decides the partition only.
  func randomKey() -> [UInt8] {
    [randomness.next(), randomness.next()].flatMap { bits in
      (0..<8).map { UInt8(truncatingIfNeeded: bits >> (8 * UInt64($0))) }
    }
  }

  /// Nil when the broker has acknowledged the record.
  func deliver(_ record: OutgoingRecord, _ producer: any LogProducer) -> LogError? {
    lastToken += 1
    do {
      try producer.send(record, token: lastToken)
    } catch {
      return error
    }
    for _ in 0..<configuration.deliveryPolls {
      // Reports of earlier tokens come from a flush that gave up; their records are still in the outbox.
      let mine = producer.poll(wait: configuration.deliveryPoll).first { $0.token == lastToken }
      if let mine { return mine.error }
    }
    return LogError(
      .timedOut, operation: "send to \(record.topic)", reason: "no acknowledgement in time",
      hint: "it is sent again with the next flush; check that the broker answers")
  }
}
