public import Core
public import Ports

/// Questions to the schema `history` of the network plane.
public struct PostgresHazardViews: HazardViews {
  private let pool: PostgresPool

  static let hazards = """
    SELECT hazard_id, revision, state, kind, place_scheme, segment, tile, latitude_e7, longitude_e7, course_cd, grade,
        cameras, opened_at, said_at, expected_until, comparison, likelihood_ratio, peak_deceleration_g
      FROM hazards WHERE tile = ANY ($1) AND opened_at >= $2 AND (opened_at, hazard_id) < ($3, $4)
      ORDER BY opened_at DESC, hazard_id DESC LIMIT $5
    """

  public init(_ settings: PostgresSettings) {
    pool = PostgresPool(settings, schema: ViewSchema.history.rawValue)
  }

  public func hazards(
    in tiles: [Tile], opened: Range<Timestamp>, after mark: PageMark?, limit: Int
  ) async throws(ViewError) -> [HazardRevision] {
    // Before the end, whatever the id: no id is less than zero.
    let start = mark ?? PageMark(time: opened.upperBound, id: RecordID(high: 0, low: 0))
    let rows = try await pool.rows(
      Self.hazards,
      [
        .integers(tiles.map { Int64(bitPattern: $0.key) }), .time(opened.lowerBound), .time(start.time), .id(start.id),
        .integer(Int64(limit)),
      ], operation: "read hazards")
    return rows.compactMap(HazardRevision.init)
  }
}

extension HazardRevision {
  init?(_ row: [Cell]) {
    guard row.count == 18, let id = row[0].bytes.flatMap({ RecordID(bytes: $0) }), let opened = row[12].time,
      let time = row[13].time, let until = row[14].time
    else { return nil }
    let numbers = (1...11).compactMap { row[$0].integer }
    guard numbers.count == 11, let tile = Tile(key: UInt64(bitPattern: numbers[5])),
      let course = Course(centidegrees: Int(numbers[8])), let comparison = row[15].integer
    else { return nil }
    self.init(
      hazardID: id, revision: UInt32(clamping: numbers[0]), state: HazardState(rawValue: UInt32(clamping: numbers[1])),
      kind: HazardKind(rawValue: UInt32(clamping: numbers[2])), segment: UInt64(bitPattern: numbers[4]),
      placeScheme: PlaceScheme(rawValue: UInt32(clamping: numbers[3])), tile: tile,
      position: Coordinate(latitudeE7: Int32(clamping: numbers[6]), longitudeE7: Int32(clamping: numbers[7])),
      course: course, grade: UInt32(clamping: numbers[9]), cameras: UInt32(clamping: numbers[10]), opened: opened,
      time: time, expectedUntil: until, comparison: Comparison(rawValue: UInt32(clamping: comparison)),
      likelihoodRatio: row[16].real.map { Float($0) }, peakDeceleration: row[17].real.map { .g(Float($0)) })
  }
}
