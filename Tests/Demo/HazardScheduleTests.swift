import Core
import Testing

@testable import swerve

@Suite("Hazards in the synthetic town")
struct HazardScheduleTests {
  static let start = Timestamp(milliseconds: 1_800_000_000_000)
  let town = SyntheticTown(seed: 7)

  /// A stretch of at least 0.3 s below −0.30 g, as the product's rule has it.
  struct Brake {
    var camera: Int
    var second: Double
    var position: Coordinate
    var peak: Float
  }

  struct Drive {
    var brakes: [Brake] = []
    var kilometers = 0.0
    var strongestShock: Float = 0
    var shockPosition: Coordinate?
  }

  private func drive(_ traffic: inout TownTraffic, minutes: Int) -> Drive {
    var drive = Drive()
    var lastFix: [Int: PositionFix] = [:]
    var run: [Int: (samples: Int, peak: Float)] = [:]
    for second in 1...(minutes * 60) {
      for (camera, readings) in traffic.advance(to: Self.start + .seconds(Int64(second))) {
        for reading in readings {
          switch reading {
          case .fix(let fix):
            lastFix[camera] = fix
            drive.kilometers += Double(fix.speed?.metersPerSecond ?? 0) / 1000
          case .motion(let sample):
            if sample.up.g > drive.strongestShock {
              drive.strongestShock = sample.up.g
              drive.shockPosition = lastFix[camera]?.position
            }
            let before = run[camera] ?? (0, 0)
            if sample.forward.g < -0.30 {
              run[camera] = (before.samples + 1, min(before.peak, sample.forward.g))
            } else {
              if before.samples >= 8, let fix = lastFix[camera] {
                drive.brakes.append(
                  Brake(
                    camera: camera, second: (sample.time - Self.start).seconds, position: fix.position,
                    peak: -before.peak))
              }
              run[camera] = nil
            }
          case .anticipation, .recordingStarted: break
          }
        }
      }
    }
    return drive
  }

  @Test(arguments: [7, 8, 9] as [UInt64])
  func `the first stops ten cameras within two minutes of the start`(seed: UInt64) throws {
    var traffic = TownTraffic(town: town, start: Self.start, randomness: SplitMix64(seed: seed))
    let first = try #require(traffic.hazards.first)
    let place = town.place(of: first).position
    let brakes = drive(&traffic, minutes: 2).brakes.filter { $0.position.distance(to: place).meters < 110 }
    let cameras = Set(brakes.map(\.camera))
    #expect(cameras.count >= 10)
    #expect(brakes.allSatisfy { $0.second >= first.first.seconds })
    // Strong, and within what tyres do.
    #expect(brakes.allSatisfy { (0.33...0.68).contains($0.peak) })
  }

  @Test func `debris stops ten cameras, and the pothole is felt where it is`() throws {
    var traffic = TownTraffic(town: town, start: Self.start, randomness: SplitMix64(seed: 7))
    let debris = try #require(traffic.hazards.first { $0.kind == .debris })
    let pothole = try #require(traffic.hazards.first { $0.kind == .pothole })
    let drive = drive(&traffic, minutes: 4)
    let near = drive.brakes.filter { $0.position.distance(to: town.place(of: debris).position).meters < 120 }
    #expect(Set(near.map(\.camera)).count >= 10)
    #expect(drive.strongestShock > 0.5)
    let felt = try #require(drive.shockPosition)
    #expect(felt.distance(to: town.place(of: pothole).position).meters < 30)
  }

  @Test func `without any, traffic brakes hard about 1.6 times in 100 km, and never harder than half a g`() {
    var traffic = TownTraffic(town: town, start: Self.start, randomness: SplitMix64(seed: 3), hazards: [])
    let drive = drive(&traffic, minutes: 10)
    let rate = Double(drive.brakes.count) / drive.kilometers * 100
    #expect(drive.kilometers > 800)
    #expect((1.0...2.2).contains(rate), "16 are expected in 1,000 km, give or take 4")
    #expect(drive.brakes.allSatisfy { $0.peak < 0.58 })
    #expect(drive.strongestShock < 0.4)
  }

  @Test func `drivers who were warned come near gently`() throws {
    func brakes(warned: Bool) throws -> Int {
      var traffic = TownTraffic(town: town, start: Self.start, randomness: SplitMix64(seed: 7))
      let place = town.place(of: try #require(traffic.hazards.first)).position
      if warned { for camera in 0..<TownTraffic.usualCameras { traffic.warn(camera: camera, about: place) } }
      return drive(&traffic, minutes: 3).brakes.count { $0.position.distance(to: place).meters < 110 }
    }
    let unwarned = try brakes(warned: false)
    let warned = try brakes(warned: true)
    #expect(unwarned >= 15)
    #expect(warned <= 2, "everyday braking only")
  }

  @Test func `a warning for an unknown camera changes nothing`() {
    var traffic = TownTraffic(town: town, cameras: 2, start: Self.start, randomness: SplitMix64(seed: 7))
    traffic.warn(camera: 99, about: SyntheticTown.origin)
    #expect(traffic.advance(to: Self.start + .seconds(1)).count == 2)
  }

  @Test func `come and go on their schedule`() {
    let hazard = TownHazard(
      kind: .debris, link: 0, along: 0, first: .seconds(30), lasting: .minutes(10), every: .minutes(45))
    let there = [0, 29, 30, 629, 630, 2_729, 2_730, 3_329, 3_330].map { hazard.isThere(at: .seconds($0)) }
    #expect(there == [false, false, true, true, false, false, true, true, false])
  }
}
