public import Core

/// Hard brakings as cameras tell of them.
public enum Brakings {
  /// One camera's sighting.
  /// - Parameter number: makes the record id; each sighting has its own.
  public static func sighting(
    _ number: Int, at position: Coordinate, course: Double = 90, time: Timestamp, proof: Proof?
  ) -> HazardSighting {
    var identity = SeededGenerator(seed: 0x5EED_0000 + UInt64(number))
    return HazardSighting(
      recordID: RecordID(high: identity.next(), low: identity.next()), position: position,
      course: Course(degrees: course), time: time, kind: .hardBraking,
      peaks: HazardSighting.Peaks(
        deceleration: .g(0.45 + Float(number % 10) / 100), lateral: .g(0.03), vertical: .g(-0.05)),
      duration: .milliseconds(900), speedBefore: .metersPerSecond(24), speedAfter: .metersPerSecond(11),
      horizontalAccuracy: .meters(4), quality: .good, proof: proof)
  }

  /// Several cameras, one after the other, at places a few metres apart along the road.
  public static func crowd(
    cameras: Range<Int>, at centre: Coordinate, course: Double = 90, from start: Timestamp,
    every step: Timestamp.Span = .seconds(5), spread: Double = 40, proof: (Int, Coordinate, Timestamp) throws -> Proof
  ) rethrows -> [HazardSighting] {
    let along = Course(degrees: course)?.unitVector ?? (east: 0, north: 1)
    return try cameras.enumerated().map { index, camera in
      let offset = (Double(index) / Double(max(1, cameras.count - 1)) - 0.5) * spread
      let position = centre.moved(east: along.east * offset, north: along.north * offset)
      let time = start + Timestamp.Span(milliseconds: step.milliseconds * Int64(index))
      return sighting(camera, at: position, course: course, time: time, proof: try proof(camera, position, time))
    }
  }
}
