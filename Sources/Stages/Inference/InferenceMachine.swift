public import Core
public import Ports
public import Runtime

/// Decides when a place is hazardous: feeds the admitted sightings of one partition to the product's rule and writes
/// the hazards' revisions.
///
/// A hazard is said by the partition that owns the region it stands in; a neighbour that sees it through the copies at
/// the border follows it in silence.
public struct InferenceMachine: PartitionMachine {
  /// A quiet partition is closed by the clock only this much after the lateness, so that a short outage before this
  /// stage does not end hazards that are still felt.
  public static let quietGrace: Timestamp.Span = .minutes(5)

  private let codec: any EventCoding
  private let topics: Topics
  private let partition: Int32
  private var detector: HazardDetector
  private var replay: ReplayIndex
  private var revisions: [HazardRevision] = []

  public struct Topics: Sendable {
    public var admitted: String
    public var hazards: String
    public var rejected: String
    /// Partitions of `admitted`, and of `hazards`.
    public var partitions: Int

    public init(
      admitted: String = "network.admitted", hazards: String = "network.hazards",
      rejected: String = "network.rejected", partitions: Int
    ) {
      self.admitted = admitted
      self.hazards = hazards
      self.rejected = rejected
      self.partitions = partitions
    }
  }

  public init(
    rule: HazardRule = HazardRule(), codec: any EventCoding, topics: Topics, partition: Int32,
    from start: ReplayPosition
  ) {
    self.codec = codec
    self.topics = topics
    self.partition = partition
    detector = HazardDetector(rule: rule, newest: start.newest)
    replay = ReplayIndex(start: start)
  }

  public var statistics: HazardDetector.Statistics { detector.statistics }

  public mutating func absorb(_ batch: borrowing RecordBatch, rows: Range<Int>, into output: inout StageOutput) {
    for row in rows {
      let record = batch[row]
      replay.note(next: record.offset, newest: detector.newest)
      if record.isTombstone {
        set(aside: record, .tombstone, into: &output)
        continue
      }
      do {
        let admitted = try codec.decodeAdmittedBatch(record.bytes)
        // Ordinary passes say nothing of a hazard, and their time is an hour: Insights reads them.
        guard admitted.sightings.count > 0 else { continue }
        detector.absorb(admitted.sightings, into: &revisions)
        say(into: &output)
      } catch {
        set(aside: record, .malformed, into: &output)
      }
    }
  }

  public mutating func advance(to now: Timestamp, into output: inout StageOutput) {
    guard detector.living > 0 else { return }
    detector.advance(to: now - detector.rule.lateness - Self.quietGrace, into: &revisions)
    say(into: &output)
  }

  public mutating func replayPosition(next: Int64) -> ReplayPosition {
    replay.note(next: next, newest: detector.newest)
    return replay.position(neededFrom: detector.neededFrom())
  }

  // MARK: Details

  private mutating func say(into output: inout StageOutput) {
    for revision in revisions {
      guard Region(containing: revision.position).partition(of: topics.partitions) == partition else { continue }
      output.count("revisions_\(revision.state.name)")
      output.records.append(
        OutgoingRecord(
          topic: topics.hazards, partition: partition, key: revision.hazardID.bytes, value: codec.encode(revision),
          timestamp: revision.time))
    }
    revisions.removeAll(keepingCapacity: true)
  }

  private func set(aside record: borrowing RecordView, _ reason: RejectionReason, into output: inout StageOutput) {
    output.count("rejected_\(reason.name)")
    let rejection = Rejection(
      reason: reason, topic: topics.admitted, partition: UInt32(bitPattern: record.partition),
      offset: UInt64(bitPattern: record.offset), valueBytes: UInt32(clamping: record.bytes.count),
      logTime: record.timestamp)
    output.records.append(
      OutgoingRecord(
        topic: topics.rejected, partition: 0, key: Array(reason.name.utf8), value: codec.encode(rejection),
        timestamp: record.timestamp))
  }
}
