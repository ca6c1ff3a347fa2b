import Core
import Ports
import Runtime
import TestSupport
import Testing

/// Regions are tiles of zoom 9, and each belongs to one partition: near a border a sighting is told to both sides.
@Suite struct `At the border of two regions` {
  enum Border: CaseIterable, Sendable {
    /// The border runs north, the road crosses it to the east.
    case meridian
    /// The border runs east, the road crosses it to the north.
    case parallel
    /// Four regions meet.
    case corner

    var point: Coordinate {
      let perRegion: UInt32 = 1 << UInt32(Tile.zoom - Region.zoom)
      let corner = (x: 275 * perRegion, y: 168 * perRegion)
      let tile: Tile? =
        switch self {
        case .meridian: Tile(x: corner.x, y: corner.y + 30)
        case .parallel: Tile(x: corner.x + 30, y: corner.y)
        case .corner: Tile(x: corner.x, y: corner.y)
        }
      return tile?.corner ?? Places.street
    }

    var course: Double {
      switch self {
      case .meridian: 90
      case .parallel: 0
      case .corner: 45
      }
    }
  }

  struct Case: Sendable, CustomTestStringConvertible {
    var border: Border
    var partitions: Int
    var testDescription: String { "\(border), \(partitions) partitions" }
  }

  static let cases = Border.allCases.flatMap { border in
    [1, 2, 3, 5, 12].map { Case(border: border, partitions: $0) }
  }

  @Test(arguments: cases)
  func `ten cameras make one hazard, wherever the border lies among them`(_ place: Case) throws {
    let regions = [(-60.0, -60.0), (60, -60), (-60, 60), (60, 60)].map {
      Region(containing: place.border.point.moved(east: $0.0, north: $0.1))
    }
    #expect(Set(regions).count == (place.border == .corner ? 4 : 2))
    for shift in [-240.0, -120, -49, -30, -3, 0, 3, 30, 49, 120, 240] {
      let along = try #require(Course(degrees: place.border.course)).unitVector
      let centre = place.border.point.moved(east: along.east * shift, north: along.north * shift)
      let flow = try Flow(admitted: place.partitions)
      flow.send(Flow.crowd(0..<10, at: centre, course: place.border.course, spread: 90))
      try flow.run()
      let hazards = try flow.hazards()
      #expect(hazards.map(\.revision) == [1], "\(shift) m from the border")
      #expect(hazards.first?.state == .confirmed)
      let hazard = try #require(hazards.first)
      #expect(hazard.position.distance(to: centre) < .meters(2))
      let partition = Int(Region(containing: hazard.position).partition(of: place.partitions))
      #expect(flow.log.contents(of: "network.hazards")[partition].count == 1)
      // Well within the reach of the copies, either side sees all of it.
      if abs(shift) < 200 { for rows in try flow.admittedIDs() { #expect(rows.isEmpty || rows.count == 10) } }
    }
  }

  @Test(arguments: [2, 5, 12])
  func `hazards beyond each other's reach stay two`(partitions: Int) throws {
    let flow = try Flow(admitted: partitions)
    let point = Border.meridian.point
    let crowds = [-200.0, 200].enumerated().flatMap { index, shift in
      Flow.crowd(20 * index..<20 * index + 10, at: point.moved(east: shift, north: 0))
    }
    flow.send(crowds.sorted { $0.time < $1.time })
    try flow.run()
    #expect(Set(try flow.hazardKeys().map(\.id)).count == 2)
    #expect(try flow.hazardKeys().count == 2)
  }

  @Test func `nine cameras make none, though some are told to two partitions`() throws {
    let flow = try Flow(admitted: 12)
    flow.send(Flow.crowd(0..<9, at: Border.corner.point, course: 45))
    try flow.run()
    #expect(try flow.hazards().isEmpty)
    #expect(try flow.admittedIDs().count { !$0.isEmpty } > 1)
  }

  @Test func `a sighting far from every border is told to one partition only`() throws {
    let flow = try Flow(admitted: 12)
    flow.send(Flow.crowd(0..<10, at: Border.corner.point.moved(east: 5_000, north: -5_000)))
    try flow.run()
    #expect(try flow.admittedIDs().count { !$0.isEmpty } == 1)
  }

  /// Each camera has another tag on the other side of a tile's edge: still ten cameras.
  @Test(arguments: 1...8 as ClosedRange<UInt64>)
  func `ten cameras across the edge of a tile make one hazard`(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let tile = try #require(
      Tile(x: 17_600 + .random(in: 1..<63, using: &generator), y: 10_752 + .random(in: 1..<63, using: &generator)))
    let flow = try Flow(admitted: 4)
    let sightings = Flow.crowd(0..<10, at: tile.corner.moved(east: 0, north: -400), spread: 90).shuffled(
      using: &generator)
    flow.send(sightings)
    try flow.run()
    #expect(Set(sightings.map { Tile(containing: $0.position) }).count == 2)
    let hazards = try flow.hazards()
    #expect(hazards.map(\.revision) == [1])
    #expect(hazards.first?.cameras == 10)
  }
}
