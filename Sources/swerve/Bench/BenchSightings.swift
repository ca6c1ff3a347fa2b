import Core

/// Synthetic sightings of a morning: four in five are everyday brakings anywhere, one in five belongs to a place where
/// many brake within a quarter of an hour. In order of time.
struct BenchSightings {
  /// How long the morning is.
  static let span: Timestamp.Span = .hours(6)
  static let start = Timestamp(milliseconds: 1_800_000_000_000)
  /// Cameras on the road.
  static let cameras: UInt64 = 350_000
  /// Sightings at one place of trouble.
  static let crowd = 20
  /// Sightings to one admitted batch.
  static let batch = 500

  let sightings: [HazardSighting]
  /// Names the camera of each.
  let cameras: [UInt64]

  init(count: Int, seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let places = max(64, min(200_000, count / 4))
    var drawn: [(sighting: HazardSighting, camera: UInt64)] = []
    drawn.reserveCapacity(count)
    while drawn.count < count {
      if drawn.count % (5 * Self.crowd) < Self.crowd {
        let place = random.index(places)
        let from = random.index(Int(Self.span.milliseconds))
        for _ in 0..<min(Self.crowd, count - drawn.count) {
          drawn.append(Self.braking(place, at: from + random.index(900_000), &random))
        }
      } else {
        drawn.append(Self.braking(random.index(places), at: random.index(Int(Self.span.milliseconds)), &random))
      }
    }
    drawn.sort { ($0.sighting.time, $0.camera) < ($1.sighting.time, $1.camera) }
    for index in drawn.indices { drawn[index].sighting.recordID = RecordID(high: seed, low: UInt64(index)) }
    sightings = drawn.map(\.sighting)
    cameras = drawn.map(\.camera)
  }

  /// Places lie 2 km apart, each on a road of its own direction; sightings within ±40 m along it and ±10 m beside it.
  private static func braking(
    _ place: Int, at offset: Int, _ random: inout SplitMix64
  ) -> (HazardSighting, UInt64) {
    let origin = Coordinate(latitudeE7: 400_000_000, longitudeE7: -1_000_000_000)
    let centre = Coordinate(
      latitudeE7: origin.latitudeE7 + Int32(place / 500) * 180_000,
      longitudeE7: origin.longitudeE7 + Int32(place % 500) * 240_000)
    let course = Course(centidegrees: place * 7_919 % 36_000) ?? Course(centidegrees: 0)
    let (east, north) = course?.unitVector ?? (0, 1)
    let (along, beside) = (random.between(-40, 40), random.between(-10, 10))
    let sighting = HazardSighting(
      recordID: RecordID(high: 0, low: 0),
      position: centre.moved(east: along * east + beside * north, north: along * north - beside * east),
      course: Course(degrees: (course?.degrees ?? 0) + random.between(-10, 10)),
      time: start + .milliseconds(Int64(offset)),
      kind: .hardBraking,
      peaks: .init(deceleration: .g(Float(random.between(0.3, 0.9))), lateral: .g(0.05), vertical: .g(0.1)),
      duration: .milliseconds(800), speedBefore: .metersPerSecond(20), speedAfter: .metersPerSecond(8),
      horizontalAccuracy: .meters(4), quality: .good)
    return (sighting, random.next() % cameras)
  }

  /// As admission writes them.
  var columns: [SightingColumns] {
    stride(from: 0, to: sightings.count, by: Self.batch).map { start in
      var columns = SightingColumns()
      columns.placeScheme = .grid100m
      for index in start..<min(sightings.count, start + Self.batch) {
        let sighting = sightings[index]
        let place = sighting.course.map { GridPlace(containing: sighting.position, course: $0).key } ?? 0
        columns.append(
          sighting, segment: place, camera: cameras[index],
          day: Tile(containing: sighting.position).tagDay(at: sighting.time))
      }
      return columns
    }
  }
}
