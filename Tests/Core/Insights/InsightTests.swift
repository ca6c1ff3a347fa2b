import Testing

@testable import Core

@Suite struct `Places and hours of figures` {
  @Test func `begin the week on Monday at midnight`() {
    // 1970-01-05T00:00Z was the first Monday.
    #expect(HourOfWeek(hourBucket: 96).rawValue == 0)
    #expect(HourOfWeek(hourBucket: 95).rawValue == 167)
    #expect(HourOfWeek(hourBucket: -72).rawValue == 0)
    #expect(HourOfWeek(hourBucket: .min).rawValue >= 0)
    #expect(HourOfWeek(rawValue: 168) == nil && HourOfWeek(rawValue: -1) == nil)
  }

  @Test func `are found again from their keys, within the place`() throws {
    for latitude in stride(from: Int32(-899_000_000), through: 899_000_000, by: 17_400_001) {
      for longitude in stride(from: Int32(-1_799_000_000), through: 1_799_000_000, by: 123_400_007) {
        let position = Coordinate(latitudeE7: latitude, longitudeE7: longitude)
        let place = GridPlace(containing: position, course: try #require(Course(degrees: Double(latitude % 360))))
        let found = try #require(GridPlace(key: place.key))
        #expect(found == place)
        #expect(GridPlace.Cell(containing: found.cell.middle) == place.cell)
      }
    }
    #expect(GridPlace(key: 0) == nil && GridPlace(key: .max) == nil)
    #expect(GridPlace(key: 1 << 60) == nil)
  }

  @Test func `give the tiles of a box, across the antimeridian too, or none when there are too many`() throws {
    let box = try #require(BoundingBox(west: -30.05, south: 45.98, east: -29.95, north: 46.02))
    let tiles = try #require(box.tiles(limit: 400))
    #expect(Set(tiles).count == tiles.count)
    for (longitude, latitude) in [(-30.05, 46.02), (-29.95, 45.98), (-30.0, 46.0), (-30.05, 45.98)] {
      #expect(tiles.contains(Tile(containing: try #require(Coordinate(latitude: latitude, longitude: longitude)))))
    }
    #expect(box.tiles(limit: tiles.count - 1) == nil)
    let across = try #require(BoundingBox(west: 179.995, south: 0, east: -179.995, north: 0.001)?.tiles(limit: 10))
    #expect(Set(across.map(\.x)) == [0, Tile.perSide - 1])
    #expect(BoundingBox(west: -180, south: -90, east: 180, north: 90)?.tiles(limit: 1_000_000) == nil)
  }
}
