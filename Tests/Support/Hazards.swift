public import Core

/// Revisions of hazards as the log has them.
public enum Hazards {
  public static let place = Coordinate(latitudeE7: 460_000_000, longitudeE7: -300_000_000)

  /// - Parameter number: makes the hazard's id; each opens a minute after the one before.
  public static func revision(
    _ revision: UInt32, of number: UInt64, _ state: HazardState = .suspected, at position: Coordinate = place,
    from start: Timestamp = Timestamp(milliseconds: 1_767_225_600_000)
  ) -> HazardRevision {
    let opened = start + .minutes(Int64(number))
    let time = opened + .seconds(Int64(revision) * 20)
    return HazardRevision(
      hazardID: RecordID(high: number, low: 7), revision: revision, state: state, kind: .suddenBraking,
      segment: 1 << 63 | number, placeScheme: .grid100m, tile: Tile(containing: position), position: position,
      course: Course(centidegrees: 9_000)!, grade: min(10, revision + 1),
      cameras: revision + 1, opened: opened, time: time, expectedUntil: time + .minutes(25),
      likelihoodRatio: number.isMultiple(of: 2) ? 1.5 : nil, peakDeceleration: number.isMultiple(of: 3) ? .g(0.5) : nil)
  }
}
