import Core
import Testing

@Suite("Other road events")
struct OtherEventTests {
  @Test func `a hard acceleration is found and confirmed by the GPS speed`() {
    var drive = SyntheticDrive()
    drive.forward = [(40...42, 0.42)]
    #expect(find(in: drive.readings()).events.map(\.kind) == [.hardAcceleration])
    drive.forward = []
    drive.felt = [(40...41, 0.5, 0, 0)]
    #expect(find(in: drive.readings()).withheld(.hardAcceleration) == [.contradictedByGPS])
  }

  @Test func `a hard corner is found where the course turns, and only there`() {
    var drive = SyntheticDrive()
    drive.speed = 12
    drive.across = [(40...42, -0.6)]
    let findings = find(in: drive.readings())
    #expect(findings.events.map(\.kind) == [.hardCornering])
    #expect((findings.events.first?.peaks.lateral.g ?? 0) < -0.5)
    drive.across = []
    drive.felt = [(40...41, 0, 0.7, 0)]
    #expect(find(in: drive.readings()).withheld(.hardCornering) == [.contradictedByGPS])
  }

  @Test func `a blow from the front is an impact`() throws {
    var drive = SyntheticDrive()
    drive.forward = [(40...40.2, -4), (40.21...42, -0.5)]
    let impacts = find(in: drive.readings()).events(.impact)
    try #require(impacts.count == 1)
    #expect(impacts[0].peaks.deceleration.g > 3.5)
    #expect((impacts[0].speedBefore?.metersPerSecond ?? 0) > 19)
  }

  @Test func `a blow from the side is an impact without a change of speed`() {
    var drive = SyntheticDrive()
    drive.felt = [(40...40.2, 0, 3, 0)]
    #expect(find(in: drive.readings()).events(.impact).count == 1)
  }

  @Test func `a hand on the mount is not an impact`() {
    var drive = SyntheticDrive()
    drive.felt = [(40...40.2, -3, 0, 0)]
    let findings = find(in: drive.readings())
    #expect(findings.events == [])
    #expect(findings.withheld(.impact) == [.contradictedByGPS])
  }

  @Test func `a knock of a hundredth of a second is not an impact`() {
    var drive = SyntheticDrive()
    drive.felt = [(40...40.009, -9, 0, 0)]
    #expect(find(in: drive.readings()).events == [])
  }

  @Test func `a pothole is a rough road at speed and a closed door at rest`() {
    var drive = SyntheticDrive()
    drive.felt = [(40...40.08, 0, 0, 0.9)]
    #expect(find(in: drive.readings()).events.map(\.kind) == [.roughRoad])
    drive.speed = 0
    let atRest = find(in: drive.readings())
    #expect(atRest.events == [])
    #expect(atRest.withheld(.roughRoad) == [.contradictedByGPS])
  }

  @Test func `a recorder of one sample a second says nothing about the surface`() {
    var drive = SyntheticDrive()
    drive.motionRate = 1
    drive.felt = [(39.9...40.1, 0, 0, 0.9)]
    #expect(find(in: drive.readings()) == [])
  }

  @Test func `a swerve out and back is found once`() throws {
    var drive = SyntheticDrive()
    drive.seconds = 90
    drive.across = [(70...70.9, 0.45), (70.91...71.8, -0.45)]
    let swerves = find(in: drive.readings()).events(.swerving)
    #expect(swerves.count == 1)
    #expect(swerves.first.map { abs($0.peaks.lateral.g) > 0.35 } == true)
  }

  @Test(arguments: [[(70.0...72.0, 0.45)], [(70.0...72.5, 0.15), (72.51...75, -0.15)]])
  func `a bend and a change of lane are no swerve`(across: [(ClosedRange<Double>, Double)]) {
    var drive = SyntheticDrive()
    drive.seconds = 90
    drive.across = across
    #expect(find(in: drive.readings()).events(.swerving) == [])
  }

  @Test func `a score that rises high and comes to nothing is a near miss`() throws {
    var drive = SyntheticDrive()
    drive.scores = [(39, 0.2), (39.5, 0.85), (40, 0.95), (40.5, 0.6), (41, 0.1)]
    let misses = find(in: drive.readings()).events(.nearMiss)
    try #require(misses.count == 1)
    #expect(misses[0].anticipation == .init(probability: 0.95, leadTimeSeconds: 0.5))
    #expect(misses[0].time.seconds == 1_767_225_640)
    #expect(!misses[0].isMeasured)
  }

  @Test func `a score that came true is an impact and no near miss`() throws {
    var drive = SyntheticDrive()
    drive.scores = [(39, 0.2), (39.5, 0.85), (40, 0.95), (40.5, 0.6), (41, 0.1)]
    drive.forward = [(41...41.2, -4), (41.21...43, -0.5)]
    let findings = find(in: drive.readings())
    #expect(findings.events(.nearMiss) == [])
    #expect(findings.events(.impact).first?.anticipation?.probability == 0.95)
  }

  @Test func `a score that never falls is told once`() {
    var drive = SyntheticDrive()
    drive.scores = (0..<400).map { (20 + Double($0) / 10, 0.9) }
    #expect(find(in: drive.readings()).events(.nearMiss).count == 1)
  }

  @Test func `a score under the threshold is nothing, and so is one at rest`() {
    var drive = SyntheticDrive()
    drive.scores = [(40, 0.79)]
    #expect(find(in: drive.readings()) == [])
    drive.scores = [(40, 0.99), (41, 0)]
    drive.speed = 0
    #expect(find(in: drive.readings()).withheld(.nearMiss) == [.contradictedByGPS])
  }
}
