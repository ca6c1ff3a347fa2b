import Core
import TestSupport
import Testing

@Suite("Positions, courses, tiles and places")
struct GeographyTests {
  @Test func `positions outside the world are refused`() {
    #expect(Coordinate(latitude: 90.1, longitude: 0) == nil)
    #expect(Coordinate(latitude: 0, longitude: -180.1) == nil)
    #expect(Coordinate(latitude: .nan, longitude: 0) == nil)
    #expect(Coordinate(latitude: -90, longitude: 180)?.isValid == true)
    #expect(!Coordinate(latitudeE7: 900_000_001, longitudeE7: 0).isValid)
  }

  @Test func `a position moved and measured again is where it was moved to`() throws {
    var generator = SeededGenerator(seed: 1)
    for _ in 0..<500 {
      let origin = try #require(
        Coordinate(
          latitude: .random(in: -70...70, using: &generator), longitude: .random(in: -179...179, using: &generator)))
      let east = Double.random(in: -500...500, using: &generator)
      let north = Double.random(in: -500...500, using: &generator)
      let offset = origin.moved(east: east, north: north).offset(from: origin)
      #expect(abs(offset.east - east) < 0.05 && abs(offset.north - north) < 0.05)
    }
  }

  @Test func `across the antimeridian the short way counts`() throws {
    let west = try #require(Coordinate(latitude: 0, longitude: 179.9999))
    let east = try #require(Coordinate(latitude: 0, longitude: -179.9999))
    #expect(abs(west.distance(to: east).meters - 22.2) < 0.1)
    #expect(west.moved(east: 22.239, north: 0).longitudeE7 < 0)
  }

  @Test func `courses wrap and are compared the short way`() {
    #expect(Course(degrees: -10)?.degrees == 350)
    #expect(Course(degrees: 720.004)?.degrees == 0)
    #expect(Course(degrees: 359.999)?.degrees == 0)
    #expect(Course(degrees: .infinity) == nil)
    #expect(Course(centidegrees: 36_000) == nil)
    #expect(Course(degrees: 350)!.difference(to: Course(degrees: 10)!) == 20)
    #expect([0, 22, 23, 90, 180, 337, 338].map { Course(degrees: $0)!.octant } == [0, 0, 1, 2, 4, 7, 0])
  }

  /// Numbers by the formula of the OpenStreetMap wiki, "Slippy map tilenames", computed apart from this code.
  @Test(arguments: [(50.0, 14.0, "15/17658/11113"), (-33.8688, 151.2093, "15/30147/19663"), (0, 0, "15/16384/16384")])
  func `tiles are those of every web map`(latitude: Double, longitude: Double, text: String) throws {
    let tile = Tile(containing: try #require(Coordinate(latitude: latitude, longitude: longitude)))
    #expect(tile.text == text)
    #expect(Tile(text: text) == tile)
    #expect(Tile(key: tile.key) == tile)
    #expect(Tile(keyBytes: tile.keyBytes.span) == tile)
  }

  @Test func `text that is no tile is refused`() {
    for text in ["", "15/1", "14/1/1", "15/32768/0", "15/0/-1", "15/1/1/1", "15/a/1"] {
      #expect(Tile(text: text) == nil)
    }
  }

  @Test func `a tag's day turns at four in the morning by the sun`() throws {
    let greenwich = Tile(containing: try #require(Coordinate(latitude: 51.5, longitude: 0.001)))
    let midnight = Timestamp(milliseconds: 1_770_076_800_000)  // 2026-02-03T00:00:00Z
    #expect(greenwich.tagDay(at: midnight + .hours(4) - .milliseconds(1)) == 20_486)
    #expect(greenwich.tagDay(at: midnight + .hours(4)) == 20_487)
    // A quarter of the world to the west the sun is six hours later.
    let west = Tile(containing: try #require(Coordinate(latitude: 40, longitude: -89.9999)))
    #expect(west.tagDay(at: midnight + .hours(10)) == 20_487)
    #expect(west.tagDay(at: midnight + .hours(10) - .milliseconds(1)) == 20_486)
  }

  @Test func `the two directions of a road are opposite places of one cell`() throws {
    let position = try #require(Coordinate(latitude: 46, longitude: -30))
    let one = GridPlace(containing: position, course: Course(degrees: 10)!)
    let other = GridPlace(containing: position, course: Course(degrees: 190)!)
    #expect(one.cell == other.cell)
    #expect(one.key ^ other.key == 4)
  }

  @Test func `cells are about 100 m wide everywhere people drive`() throws {
    for latitude in stride(from: -65.0, through: 65, by: 5) {
      let position = try #require(Coordinate(latitude: latitude, longitude: 8.123))
      let cell = GridPlace.Cell(containing: position)
      var width = 0.0
      while GridPlace.Cell(containing: position.moved(east: width, north: 0)) == cell { width += 0.5 }
      var back = 0.0
      while GridPlace.Cell(containing: position.moved(east: -back, north: 0)) == cell { back += 0.5 }
      #expect(abs(width + back - 100) < 1.6)
    }
  }

  @Test func `a box may cross the antimeridian`() throws {
    let box = try #require(BoundingBox(text: "170,-10,-170,10"))
    #expect(box.contains(try #require(Coordinate(latitude: 0, longitude: 175))))
    #expect(box.contains(try #require(Coordinate(latitude: 0, longitude: -175))))
    #expect(!box.contains(try #require(Coordinate(latitude: 0, longitude: 0))))
    for text in ["", "1,2,3", "1,2,3,4,5", "0,10,0,-10", "0,0,181,0", "a,b,c,d", "nan,0,0,0"] {
      #expect(BoundingBox(text: text) == nil)
    }
  }
}
