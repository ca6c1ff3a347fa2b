public import Core
public import Ports

/// The pure part of a Kafka-to-Kafka stage, one for each partition it owns. Equal input gives equal output, whatever
/// the size of the batches: after a crash the input is fed again, and what was said before is said again to nobody.
public protocol PartitionMachine {
  /// Takes the rows of its partition, in log order.
  mutating func absorb(_ batch: borrowing RecordBatch, rows: Range<Int>, into output: inout StageOutput)

  /// The log has been quiet and it is `now`: what the passing of time alone decides. May be said again after a crash.
  mutating func advance(to now: Timestamp, into output: inout StageOutput)

  /// Where a successor must start to read to become this machine, when `next` is the first offset not yet absorbed.
  mutating func replayPosition(next: Int64) -> ReplayPosition
}

/// What a stage asks its service to write, in order.
public struct StageOutput {
  public var records: [OutgoingRecord] = []
  /// Counts by name, for the metrics: `rejected_late`, `hazards_opened` …
  public private(set) var counts: [String: Int] = [:]

  public init() {}

  public mutating func count(_ name: String, by amount: Int = 1) { counts[name, default: 0] += amount }

  mutating func takeCounts() -> [String: Int] {
    defer { counts.removeAll(keepingCapacity: true) }
    return counts
  }
}

/// The oldest record still needed, and what the machine must know to start there. It travels as the metadata of the
/// committed offset.
public struct ReplayPosition: Hashable, Sendable {
  public var offset: Int64
  /// Newest event time of all records before `offset`.
  public var newest: Timestamp

  public init(offset: Int64, newest: Timestamp = .distantPast) {
    self.offset = offset
    self.newest = newest
  }

  /// `1 <offset> <newest, ms>`
  public var metadata: String { "1 \(offset) \(newest.milliseconds)" }

  /// Nil for anything that this version did not write: the stage then starts from the committed offset.
  public init?(metadata: String) {
    let parts = metadata.split(separator: " ")
    guard parts.count == 3, parts[0] == "1", let offset = Int64(parts[1]), offset >= 0, let newest = Int64(parts[2]),
      newest >= Timestamp.distantPast.milliseconds, newest <= Timestamp.distantFuture.milliseconds
    else { return nil }
    self.init(offset: offset, newest: Timestamp(milliseconds: newest))
  }
}
