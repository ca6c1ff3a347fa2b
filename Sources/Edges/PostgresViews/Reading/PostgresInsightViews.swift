public import Core
public import Ports

/// The insurers' questions to the schema `insights` of the network plane: to the view of released figures, and to no table.
public struct PostgresInsightViews: InsightViews {
  private let pool: PostgresPool

  static let segmentHours = """
    SELECT segment, hour_of_week, passes, mean_speed_mps, braking_share FROM released_segment_hours
      WHERE tile = ANY ($1) AND (segment, hour_of_week) > ($2, $3)
      ORDER BY segment, hour_of_week LIMIT $4
    """

  public init(_ settings: PostgresSettings) {
    pool = PostgresPool(settings, schema: ViewSchema.insights.rawValue)
  }

  public func segmentHours(
    in tiles: [Tile], after mark: SegmentHourMark?, limit: Int
  ) async throws(ViewError) -> [SegmentHour] {
    let rows = try await pool.rows(
      Self.segmentHours,
      [
        .integers(tiles.map { Int64(bitPattern: $0.key) }),
        .integer(mark.map { Int64(bitPattern: $0.segment) } ?? .min),
        .integer(mark.map { Int64($0.hour.rawValue) } ?? -1), .integer(Int64(limit)),
      ], operation: "read figures of segments")
    return rows.compactMap(SegmentHour.init)
  }
}

extension SegmentHour {
  init?(_ row: [Cell]) {
    guard row.count == 5, let segment = row[0].integer,
      let hour = row[1].integer.flatMap({ HourOfWeek(rawValue: Int($0)) }), let passes = row[2].integer,
      let speed = row[3].real, let share = row[4].real
    else { return nil }
    self.init(
      segment: UInt64(bitPattern: segment), hour: hour, passes: Int(passes),
      meanSpeed: .metersPerSecond(Float(speed)), brakingShare: share)
  }
}
