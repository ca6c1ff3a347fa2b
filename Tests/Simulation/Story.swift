import Core
import Credentials
import Foundation
import TestSupport

@testable import swerve

/// What the cameras of a simulation feel, the same in all its runs: in each of three regions a place becomes dangerous,
/// is confirmed and clears, a second one is suspected, the first becomes dangerous again, and at last a third.
struct Story: Sendable {
  static let minimumCameras = 3

  /// In order of time, with real proofs.
  var sightings: [(region: Int, sighting: HazardSighting)]
  var issuerSecret: [UInt8]
  /// Tiles of the dangerous places.
  var tiles: Set<Tile>
  /// Hazards that open from here on are the last of their region.
  var lastChapter: Timestamp

  /// One for all tests: proofs are costly.
  static let told = Result { try Story(seed: 7) }

  /// It begins now and takes 47 minutes: a real broker takes nothing that is more than an hour ahead, and a stage's own
  /// clock, which lies before all of this, closes nothing that it has not read.
  init(seed: UInt64) throws {
    let start = Timestamp(milliseconds: SystemClock().now().milliseconds / 60_000 * 60_000)
    let mint = CameraMint(seed: seed)
    var chance = SeededGenerator(seed: seed)
    var all: [(region: Int, sighting: HazardSighting)] = []
    var tiles: Set<Tile> = []
    for (region, home) in Self.homes.enumerated() {
      var felt: [(place: Coordinate, seconds: Double)] = []
      let places = (0..<3).map { home.moved(east: 0, north: Double($0) * 300) }
      tiles.formUnion(places.map { Tile(containing: $0) })
      func crowd(_ cameras: Int, at place: Int, from start: Double, every step: Double) {
        for index in 0..<cameras {
          felt.append((places[place].moved(east: Double(index % 4) * 15, north: 0), start + Double(index) * step))
        }
      }
      crowd(11, at: 0, from: 0, every: 25)
      crowd(4, at: 1, from: 480, every: 30)
      crowd(3, at: 0, from: 2_160, every: 20)
      crowd(3, at: 2, from: 2_760, every: 20)
      // A lone camera every three minutes: they move the time on.
      for index in 0..<13 {
        felt.append((home.moved(east: 0, north: -400 - Double(index) * 250), 560 + Double(index) * 180))
      }
      for item in felt {
        let number = all.count
        let shift = Int64.random(in: 1...2_999, using: &chance)
        let time = start + .milliseconds(Int64(item.seconds * 1_000) + Int64(region) * 7_000 + shift)
        let proof = try mint.proof(camera: number, at: item.place, time: time)
        all.append((region, Brakings.sighting(number, at: item.place, time: time, proof: proof)))
      }
    }
    sightings = all.sorted { ($0.sighting.time, $0.region) < ($1.sighting.time, $1.region) }
    issuerSecret = mint.secret.serialized
    self.tiles = tiles
    lastChapter = start + .seconds(2_700)
  }

  /// Far from the borders of their regions, each region in a partition of its own.
  static let homes: [Coordinate] = {
    var homes: [Int32: Coordinate] = [:]
    for step in 0..<40 {
      guard let corner = Tile(x: UInt32(13_600 + 64 * step) / 64 * 64 + 32, y: 11_680 / 64 * 64 + 32)?.corner else {
        continue
      }
      let place = corner.moved(east: 300, north: -500)
      let partition = Region(containing: place).partition(of: Broker.partitions)
      if homes[partition] == nil { homes[partition] = place }
    }
    return homes.sorted { $0.key < $1.key }.map(\.value)
  }()
}
