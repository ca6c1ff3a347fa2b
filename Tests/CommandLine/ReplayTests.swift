import Core
import Foundation
import TestSupport
import Testing

@testable import swerve

@Suite("Replaying recorded sightings")
struct ReplayTests {
  @Test func `ten cameras braking in one place within 20 minutes are one confirmed hazard, later cleared`() async throws
  {
    let hazards = try await SightingsFile(Braking.crowd(10).lines).replay()
    #expect(hazards.hazards.count == 1 && hazards.confirmed.count == 1)
    let first = try #require(hazards.lines.first)
    #expect(
      first.state == "confirmed" && first.kind == "sudden_braking" && first.grade == "10" && first.cameras == "10")
    // The tenth completed it.
    #expect(first.time == "1800000180.000" && first.revision == "1")
    #expect(hazards.lines.map(\.state).suffix(2) == ["clearing", "cleared"])
    #expect(hazards.lines.map(\.revision) == (1...hazards.lines.count).map(String.init))
    // 20 minutes after the first camera fewer than ten are left, and five minutes later it is over.
    #expect(hazards.lines.last?.time == "1800001500.000")
  }

  /// What is one thing short of a hazard.
  struct NearlyHazard: CustomTestStringConvertible {
    var testDescription: String
    var rows: [Braking]

    init(_ name: String, _ rows: [Braking], change: (Int, inout Braking) -> Void = { _, _ in }) {
      testDescription = name
      self.rows = rows
      for index in rows.indices { change(index, &self.rows[index]) }
    }

    static let all = [
      NearlyHazard("nine cameras", Braking.crowd(9)),
      NearlyHazard("one camera ten times", Braking.crowd(10)) { $1.camera = "one" },
      NearlyHazard("ten cameras over 21 minutes", Braking.crowd(10, every: 140)),
      NearlyHazard("five of ten the other way", Braking.crowd(10)) { $1.course = $0 < 5 ? 90 : 270 },
      NearlyHazard("five of ten 400 m further on", Braking.crowd(10)) { $1.longitude += $0 < 5 ? 0 : 0.0052 },
      NearlyHazard("ten that braked gently", Braking.crowd(10)) { $1.peak = "0.2" },
    ]
  }

  @Test(arguments: NearlyHazard.all)
  func `no hazard`(_ nearly: NearlyHazard) async throws {
    let hazards = try await SightingsFile(nearly.rows.lines).replay()
    #expect(hazards.lines == [])
    #expect(hazards.text == "hazard,revision,state,t,lat,lon,course,kind,grade,cameras\n")
  }

  @Test func `another direction and another place are other hazards`() async throws {
    let back = Braking.crowd(10).map { braking in
      var braking = braking
      braking.course = 270
      // A car is at one place at a time.
      braking.seconds += 600
      return braking
    }
    let rows = Braking.crowd(10) + back + Braking.crowd(10, at: (46.0103, -29.9903))
    let hazards = try await SightingsFile(rows.lines).replay()
    #expect(hazards.confirmed.count == 3)
    #expect(Set(hazards.lines.map(\.course)).count == 2)
  }

  @Test func `two cameras are a suspected hazard where two are enough`() async throws {
    let hazards = try await SightingsFile(Braking.crowd(2).lines).replay(["--minimum-cameras", "2"])
    #expect(hazards.hazards.count == 1 && hazards.confirmed == [])
    #expect(hazards.lines.first?.state == "suspected" && hazards.lines.first?.grade == "2")
  }

  /// Crowds here and there, with everyday braking in between.
  private func traffic(seed: UInt64) -> [Braking] {
    var generator = SeededGenerator(seed: seed)
    var rows: [Braking] = []
    for place in 0..<4 {
      for camera in 0..<Int.random(in: 8...14, using: &generator) {
        rows.append(
          Braking(
            camera: "camera \(camera)", seconds: Braking.start + Double.random(in: 0...1_500, using: &generator),
            latitude: 46.0003 + Double(place) * 0.01 + Double.random(in: -0.0002...0.0002, using: &generator),
            longitude: -29.9903 + Double.random(in: -0.0004...0.0004, using: &generator), course: 80,
            peak: "0.\(Int.random(in: 31...90, using: &generator))"))
      }
    }
    return rows
  }

  @Test(arguments: [1, 2] as [UInt64])
  func `rows in any order, columns in any order, and duplicates give the same bytes`(seed: UInt64) async throws {
    let rows = traffic(seed: seed)
    async let sorted = SightingsFile(rows.sorted { $0.seconds < $1.seconds }.lines).replay(["--minimum-cameras", "3"])
    var generator = SeededGenerator(seed: seed)
    let shuffled = (rows + rows.filter { $0.seconds.truncatingRemainder(dividingBy: 2) < 1 }).shuffled(
      using: &generator)
    async let other = SightingsFile(shuffled.lines).replay(["--minimum-cameras", "3"])
    let moved = shuffled.map {
      "\($0.peak),x,\($0.kind),\($0.course),\($0.longitude),\($0.latitude),\($0.seconds),\($0.camera)"
    }
    let file = try SightingsFile(moved, header: "peak_g,remark,kind,course,lon,lat,t,camera")
    async let reordered = file.replay(["--minimum-cameras", "3"])
    let texts = try await [sorted.text, other.text, reordered.text]
    #expect(texts[0] == texts[1] && texts[0] == texts[2])
    #expect(texts[0].split(separator: "\n").count > 10)
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func `trusted rows say what rows with credentials say`(seed: UInt64) async throws {
    let file = try SightingsFile(traffic(seed: seed).lines)
    let trustedFile = try SightingsFile(traffic(seed: seed).lines)
    async let proven = file.replay(["--minimum-cameras", "4"])
    async let trusted = trustedFile.replay(["--trusted", "--minimum-cameras", "4"])
    let (left, right) = try await (proven, trusted)
    #expect(left.lines == right.lines)
    #expect(left.hazards.count >= 3)
  }

  @Test func `ten cameras across the edge of a tile are one hazard, and so across a region`() async throws {
    // A column of tiles begins at each multiple of 360° / 2¹⁵; a region at each 64th of them.
    for column in [13_653.0, 13_696.0] {
      let edge = column * 360 / 32_768 - 180
      let rows = (0..<10).map { index in
        Braking(
          camera: "camera \(index)", seconds: Braking.start + Double(index) * 20, latitude: 46.0003,
          longitude: edge + (Double(index) - 4.5) * 0.0001)
      }
      let tiles = Set(
        rows.compactMap { Coordinate(latitude: $0.latitude, longitude: $0.longitude).map { Tile(containing: $0) } })
      #expect(tiles.count == 2)
      #expect((Set(tiles.map { Region(of: $0) }).count == 2) == (column == 13_696))
      let hazards = try await SightingsFile(rows.lines).replay()
      #expect(hazards.hazards.count == 1 && hazards.confirmed.count == 1, "edge at column \(column)")
    }
  }

  @Test func `kinds are told apart, and answers are no evidence`() async throws {
    let rows = ["swerving", "slow", "rough_road", "near_miss", "still_there", "passed_freely"].flatMap { kind in
      Braking.crowd(10).map { braking in
        var braking = braking
        braking.kind = kind
        if kind == "slow" || kind.hasPrefix("p") || kind.hasPrefix("st") { braking.peak = "" }
        return braking
      }
    }
    let hazards = try await SightingsFile(rows.lines).replay(["--trusted"])
    #expect(Set(hazards.lines.map(\.kind)) == ["debris", "slow_traffic", "rough_surface", "collision"])
    #expect(hazards.confirmed.count == 4)
  }
}
