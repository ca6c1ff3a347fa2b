import Core
import Ports
import Runtime

/// Feeds a machine one record at a time, so that what it writes stands in the order of what it read, however the log
/// cut it into batches. The network writes tiles of up to ten seconds together, which is cheaper, and lets the last
/// digits of a hazard depend on the cut; a replay must give the same bytes every time.
struct RowByRow<Machine: PartitionMachine>: PartitionMachine {
  private var machine: Machine

  init(_ machine: Machine) { self.machine = machine }

  mutating func absorb(_ batch: borrowing RecordBatch, rows: Range<Int>, into output: inout StageOutput) {
    for row in rows { machine.absorb(batch, rows: row..<(row + 1), into: &output) }
  }

  mutating func advance(to now: Timestamp, into output: inout StageOutput) { machine.advance(to: now, into: &output) }

  mutating func replayPosition(next: Int64) -> ReplayPosition { machine.replayPosition(next: next) }
}
