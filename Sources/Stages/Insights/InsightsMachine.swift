public import Core
public import Ports
public import Runtime

/// Folds one partition of the admitted log into the contributions of exposures. Which of them are new, and what may be
/// published of their sums, the database says (`schemas/views/insights`).
public struct InsightsMachine: ViewMachine {
  private let codec: any EventCoding
  private var aside: SetAsideRows

  /// - Parameter topic: of admitted batches.
  public init(topic: String, codec: any EventCoding) {
    self.codec = codec
    aside = SetAsideRows(topic: topic)
  }

  public mutating func absorb(
    _ batch: borrowing RecordBatch, rows range: Range<Int>, into output: inout ViewOutput
  ) throws(LogError) {
    var contributions = ContributionColumns()
    for index in range {
      let record = batch[index]
      if record.isTombstone {
        aside.append(record, "tombstone", &output)
      } else if let admitted = try? codec.decodeAdmittedBatch(record.bytes) {
        take(admitted, &contributions, &output)
      } else {
        aside.append(record, "malformed", &output)
      }
    }
    if contributions.count > 0 { output.changes.append(.upsert(contributions.rows)) }
    aside.give(&output)
  }

  public mutating func advance(to now: Timestamp, into output: inout ViewOutput) {}

  /// Nothing on the network plane is signed.
  public mutating func takeSequences() -> [RecordStream: UInt64] { [:] }

  private func take(
    _ batch: AdmittedBatch, _ contributions: inout ContributionColumns, _ output: inout ViewOutput
  ) {
    let exposures = batch.exposures
    // Rows without a tag or a place cannot be told apart, so they are no figures.
    guard exposures.contribution.count == exposures.count, exposures.placeScheme != .unspecified else {
      return output.count("without_contribution", by: exposures.count)
    }
    for row in 0..<exposures.count {
      guard exposures.meanSpeed[row].isFinite, exposures.meanSpeed[row] >= 0 else {
        output.count("without_speed")
        continue
      }
      contributions.append(exposures, row, tile: batch.tile)
      output.count("folded")
    }
  }
}
