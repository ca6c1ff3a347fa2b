public import Core
public import Ports
public import Runtime

/// Folds one partition of the hazards into a row for each, of its newest revision (`schemas/views/history`). It decides
/// nothing.
public struct HistoryMachine: ViewMachine {
  private let codec: any EventCoding
  private var hazards = ColumnGroup(table: "hazards")
  private var aside: SetAsideRows

  /// - Parameter topic: of hazard revisions.
  public init(topic: String, codec: any EventCoding) {
    self.codec = codec
    aside = SetAsideRows(topic: topic)
  }

  public mutating func absorb(
    _ batch: borrowing RecordBatch, rows range: Range<Int>, into output: inout ViewOutput
  ) throws(LogError) {
    for index in range {
      let record = batch[index]
      // A tombstone is how a compacted log forgets; the row is history and stays.
      if record.isTombstone {
        output.count("forgotten")
      } else if let revision = try? codec.decodeHazardRevision(record.bytes) {
        hazards.append(Self.row(revision))
        output.count("folded")
      } else {
        aside.append(record, "malformed", &output)
      }
    }
    if hazards.count > 0 { output.changes.append(.upsert(hazards.take())) }
    aside.give(&output)
  }

  public mutating func advance(to now: Timestamp, into output: inout ViewOutput) {}

  /// Nothing on the network plane is signed.
  public mutating func takeSequences() -> [RecordStream: UInt64] { [:] }

  private static func row(_ revision: HazardRevision) -> [ColumnGroup.Column] {
    func column(_ name: String, _ cell: ColumnGroup.Cell) -> ColumnGroup.Column {
      ColumnGroup.Column(name: name, merge: .replace, cell: cell)
    }
    return [
      ColumnGroup.Column(name: "hazard_id", merge: .key, cell: .id(revision.hazardID)),
      column("revision", .integer(Int64(revision.revision))),
      column("state", .integer(Int64(revision.state.rawValue))),
      column("kind", .integer(Int64(revision.kind.rawValue))),
      column("place_scheme", .integer(Int64(revision.placeScheme.rawValue))),
      column("segment", .integer(Int64(bitPattern: revision.segment))),
      column("tile", .integer(Int64(bitPattern: revision.tile.key))),
      column("latitude_e7", .integer(Int64(revision.position.latitudeE7))),
      column("longitude_e7", .integer(Int64(revision.position.longitudeE7))),
      column("course_cd", .integer(Int64(revision.course.centidegrees))),
      column("grade", .integer(Int64(revision.grade))),
      column("cameras", .integer(Int64(revision.cameras))),
      column("opened_at", .time(revision.opened)),
      column("said_at", .time(revision.time)),
      column("expected_until", .time(revision.expectedUntil)),
      column("comparison", .integer(Int64(revision.comparison.rawValue))),
      column("likelihood_ratio", .real(revision.likelihoodRatio.map { Double($0) })),
      column("peak_deceleration_g", .real(revision.peakDeceleration.map { Double($0.g) })),
    ]
  }
}
