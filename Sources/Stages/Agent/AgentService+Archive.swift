import Core
public import Ports

/// What became of the driver's records in the outbox.
public struct ArchiveReport: Hashable, Sendable {
  /// Acknowledged by the broker.
  public var sent = 0
  /// Why sending stopped; the rest stays in the outbox.
  public var failure: LogError?

  public init() {}
}

extension AgentService {
  /// Where drives go.
  public static let drives = "personal.drives"
  static let personalTopics: Set<String> = [drives, clips]

  /// Sends what waits for the driver's archive, oldest first, under the vehicle's key. One at a time: a reader takes
  /// sequences that grow, so none may overtake an earlier one that has to be sent again.
  ///
  /// - Parameter producer: another one than that of the network plane; it may be idempotent.
  /// - Throws: faults of the outbox only; the broker's are in the report.
  public func flushArchive(_ producer: any LogProducer) throws(AgentFault) -> ArchiveReport {
    try save()
    var report = ArchiveReport()
    var position = Int64.min
    do {
      while report.failure == nil {
        let pending = try outbox.pending(limit: configuration.flushBatch, after: position)
        guard let last = pending.last else { break }
        position = last.sequence
        for waiting in pending where Self.personalTopics.contains(waiting.entry.topic) && report.failure == nil {
          let entry = waiting.entry
          report.failure = deliver(
            OutgoingRecord(
              topic: entry.topic, key: entry.key, value: entry.value,
              timestamp: configuration.carriesTime ? entry.timestamp : nil), producer)
          guard report.failure == nil else { break }
          try outbox.acknowledge([waiting.sequence])
          report.sent += 1
        }
      }
    } catch {
      throw .outbox(error)
    }
    return report
  }

  func sealed(_ entry: DriveEntry, sequence: UInt64) throws -> OutboxEntry {
    guard let personal, let event = entry.event(hash: hash), let id = entry.deduplicationID(hash: hash) else {
      throw AgentFault.secretUnavailable
    }
    let record = try personal.seal(
      coding.encode(event), content: .driveEvent, topic: Self.drives, sequence: sequence)
    return OutboxEntry(
      topic: Self.drives, key: personal.vehicleID.bytes, value: coding.encode(record), timestamp: entry.time,
      deduplicationID: id)
  }

  // MARK: A live device's drive

  /// The drive that is on, in the same step as the records of it: what a live device was in the middle of when it died.
  func openDrive() -> Checkpoint? {
    guard input == nil, personal != nil else { return nil }
    return Checkpoint(name: OpenDrive.name, value: machine.interruption.flatMap { OpenDrive($0) }?.bytes ?? [])
  }

  /// A recording is read again and ends its drives itself. What a live device said is gone: its drive ends where it was
  /// last written down.
  func endInterruptedDrive() throws(AgentFault) {
    guard input == nil, personal != nil else { return }
    do {
      guard let bytes = try outbox.checkpoint(named: OpenDrive.name), let open = OpenDrive(bytes: bytes) else { return }
      keep(.drive(open.entry))
    } catch {
      throw .outbox(error)
    }
  }
}
