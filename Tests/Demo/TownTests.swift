import Core
import Foundation
import Testing

@testable import swerve

@Suite("A synthetic town")
struct TownTests {
  @Test func `is the same for the same seed and another for another`() {
    #expect(SyntheticTown(seed: 7).geoJSON == SyntheticTown(seed: 7).geoJSON)
    #expect(SyntheticTown(seed: 7).geoJSON != SyntheticTown(seed: 8).geoJSON)
  }

  @Test(arguments: 0..<12 as Range<UInt64>)
  func `lets everybody get everywhere`(seed: UInt64) {
    let town = SyntheticTown(seed: seed)
    var preceding = [[Int]](repeating: [], count: town.links.count)
    for (link, next) in town.following.enumerated() { for index in next { preceding[index].append(link) } }
    // From one link to all and from all to it: then from each to each.
    #expect(reached(from: 0, through: town.following) == Set(town.links.indices))
    #expect(reached(from: 0, through: preceding) == Set(town.links.indices))
  }

  private func reached(from start: Int, through turns: [[Int]]) -> Set<Int> {
    var reached: Set<Int> = [start]
    var frontier = [start]
    while let link = frontier.popLast() {
      for next in turns[link] where reached.insert(next).inserted { frontier.append(next) }
    }
    return reached
  }

  @Test(arguments: [0, 7, 11, 42] as [UInt64])
  func `has routes that follow the roads from junction to junction`(seed: UInt64) {
    let town = SyntheticTown(seed: seed)
    var randomness = SplitMix64(seed: seed)
    for _ in 0..<40 {
      let start = randomness.index(town.links.count)
      let goal = randomness.index(town.links.count)
      let way = town.route(from: start, to: goal)
      #expect(way.last == goal)
      var link = start
      for next in way {
        #expect(town.links[next].from == town.links[link].to)
        #expect(town.following[link].contains(next))
        link = next
      }
    }
  }

  @Test func `is about three kilometres wide and has all classes of road`() {
    let town = SyntheticTown(seed: 7)
    let points = town.roads.flatMap(\.shape)
    let width = (points.map(\.east).max() ?? 0) - (points.map(\.east).min() ?? 0)
    let height = (points.map(\.north).max() ?? 0) - (points.map(\.north).min() ?? 0)
    #expect((2_700...3_600).contains(width))
    #expect((2_500...3_600).contains(height))
    #expect(Set(town.roads.map(\.kind)) == Set(TownRoad.RoadKind.allCases))
    #expect(town.links.contains { $0.control == .stopSign })
    #expect(town.links.contains { if case .signal = $0.control { true } else { false } })
  }

  @Test func `is exported as GeoJSON that another reader understands`() throws {
    let town = SyntheticTown(seed: 7)
    let collection = try JSONDecoder().decode(Collection.self, from: Data(town.geoJSON.utf8))
    #expect(collection.type == "FeatureCollection")
    #expect(collection.features.count == town.roads.count)
    for (feature, road) in zip(collection.features, town.roads) {
      #expect(feature.geometry.type == "LineString")
      #expect(feature.properties.name == road.name)
      #expect(feature.properties.class == road.kind.rawValue)
      #expect(feature.properties.speed_limit_kmh == road.speedLimitKilometersPerHour)
      #expect(feature.geometry.coordinates.count == road.shape.count)
      for (written, point) in zip(feature.geometry.coordinates, road.shape) {
        let read = try #require(Coordinate(latitude: written[1], longitude: written[0]))
        // Six decimals are 11 cm.
        #expect(read.distance(to: town.coordinate(of: point)).meters < 0.12)
      }
    }
  }

  private struct Collection: Decodable {
    var type: String
    var features: [Feature]

    struct Feature: Decodable {
      var geometry: Geometry
      var properties: Properties
    }
    struct Geometry: Decodable {
      var type: String
      var coordinates: [[Double]]
    }
    struct Properties: Decodable {
      var name: String
      var `class`: String
      var speed_limit_kmh: Int
    }
  }
}
