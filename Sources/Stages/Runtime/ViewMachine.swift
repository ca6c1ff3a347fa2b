public import Core
public import Ports

/// The pure part of a Kafka-to-Postgres stage, one for each partition it owns: what the records of the partition make
/// of the rows.
public protocol ViewMachine {
  /// Takes the rows of its partition, in log order.
  /// - Throws: only when something it must ask does not answer; the records are fed again then, from the last write.
  mutating func absorb(_ batch: borrowing RecordBatch, rows: Range<Int>, into output: inout ViewOutput)
    throws(LogError)

  /// The log has been quiet and it is `now`: what was decided elsewhere meanwhile.
  mutating func advance(to now: Timestamp, into output: inout ViewOutput)

  /// Signed streams that moved on since the last call, with their new last number.
  mutating func takeSequences() -> [RecordStream: UInt64]
}

/// What a stage asks its service to change, in order.
public struct ViewOutput {
  public var changes: [RowChange] = []
  /// Counts by name, for the metrics.
  public private(set) var counts: [String: Int] = [:]

  public init() {}

  public mutating func count(_ name: String, by amount: Int = 1) { counts[name, default: 0] += amount }

  mutating func takeCounts() -> [String: Int] {
    defer { counts.removeAll(keepingCapacity: true) }
    return counts
  }
}
