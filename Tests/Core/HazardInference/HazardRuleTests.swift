import Core
import TestSupport
import Testing

@Suite("Ten cameras braking hard in the same 100 m within 20 minutes")
struct HazardRuleTests {
  func cameras(_ count: Int, every seconds: Double = 60) -> [Braking] {
    (0..<count).map { Braking(camera: UInt64($0 + 1), seconds: Double($0) * seconds) }
  }

  @Test func `ten are exactly one hazard, confirmed when the tenth brakes`() {
    let revisions = HazardDetector.revisions(of: cameras(10))
    #expect(Set(revisions.map(\.hazardID)).count == 1)
    let first = revisions[0]
    #expect(first.revision == 1)
    #expect(first.state == .confirmed)
    #expect(first.kind == .suddenBraking)
    #expect(first.grade == 10)
    #expect(first.cameras == 10)
    #expect(first.opened == Braking.start + .minutes(9))
    #expect(first.position.distance(to: Braking.place) < .meters(0.1))
    #expect(first.peakDeceleration == .g(0.45))
    #expect(revisions.map(\.state) == [.confirmed, .clearing, .cleared])
    #expect(revisions.map(\.revision) == [1, 2, 3])
    // The first camera falls out of the window 20 minutes after it braked; five minutes later it is over.
    #expect(revisions[1].time == Braking.start + .minutes(20))
    #expect(revisions[2].time == Braking.start + .minutes(25))
    #expect(first.expectedUntil == revisions[2].time)
  }

  @Test func `nine are none`() {
    #expect(HazardDetector.revisions(of: cameras(9)) == [])
  }

  @Test func `the same camera ten times is none`() {
    #expect(HazardDetector.revisions(of: (0..<10).map { Braking(camera: 7, seconds: Double($0) * 30) }) == [])
  }

  @Test func `ten spread over 21 minutes are none`() {
    #expect(HazardDetector.revisions(of: cameras(10, every: 21 * 60 / 9)) == [])
  }

  @Test func `twenty minutes between the first and the tenth are too long, a millisecond less is not`() {
    #expect(HazardDetector.revisions(of: cameras(9) + [Braking(camera: 10, seconds: 1200)]) == [])
    let inTime = HazardDetector.revisions(of: cameras(9) + [Braking(camera: 10, seconds: 1199.999)])
    #expect(inTime.first?.state == .confirmed)
  }

  @Test func `five in each direction of the road are none`() {
    let both = (0..<10).map { Braking(camera: UInt64($0 + 1), seconds: Double($0), course: $0 < 5 ? 90 : 270) }
    #expect(HazardDetector.revisions(of: both) == [])
  }

  @Test func `ten in each direction are two hazards`() {
    let both = (0..<20).map { Braking(camera: UInt64($0 + 1), seconds: Double($0), course: $0 < 10 ? 90 : 270) }
    let revisions = HazardDetector.revisions(of: both)
    #expect(Set(revisions.map(\.hazardID)).count == 2)
    #expect(Set(revisions.map(\.course.octant)) == [2, 6])
  }

  @Test func `a braking below the threshold does not count`() {
    var brakings = cameras(10)
    brakings[4].peak = 0.29
    #expect(HazardDetector.revisions(of: brakings) == [])
    brakings[4].peak = .nan
    #expect(HazardDetector.revisions(of: brakings) == [])
    brakings[4].peak = 0.30
    #expect(HazardDetector.revisions(of: brakings).first?.state == .confirmed)
  }

  @Test func `kinds do not mix`() {
    var brakings = cameras(10)
    brakings[3].kind = .roughRoad
    #expect(HazardDetector.revisions(of: brakings) == [])
    let rough = cameras(10).map { braking in
      var braking = braking
      braking.kind = .roughRoad
      return braking
    }
    #expect(HazardDetector.revisions(of: rough).first?.kind == .roughSurface)
  }

  @Test(arguments: [0.0, 13, 45, 77, 90, 123, 180, 211, 270, 315, 359.5], [0.0, 17, 50, 75, 99])
  func `100 m are the same place wherever the grid lies and wherever the road leads`(course: Double, shift: Double) {
    func spread(over length: Double) -> [Braking] {
      (0..<10).map { (index: Int) -> Braking in
        let meters = shift + Double(index) * length / 9
        return Braking(camera: UInt64(index + 1), seconds: Double(index), meters: meters, course: course)
      }
    }
    let near = spread(over: 99)
    let revisions = HazardDetector.revisions(of: near)
    #expect(Set(revisions.map(\.hazardID)).count == 1)
    #expect(revisions.first?.state == .confirmed)
    #expect(HazardDetector.revisions(of: spread(over: 105)) == [])
  }

  @Test func `one place stays one hazard however many brake`() {
    let many = (0..<60).map { (index: Int) -> Braking in
      let meters = Double(index * 7 % 30)
      return Braking(
        camera: UInt64(index + 1), seconds: Double(index) * 20, meters: meters, lateral: Double(index % 7))
    }
    let revisions = HazardDetector.revisions(of: many)
    #expect(Set(revisions.map(\.hazardID)).count == 1)
    #expect(revisions.last?.state == .cleared)
    #expect(revisions.map(\.revision) == (1...UInt32(revisions.count)).map { $0 })
  }

  @Test func `a clearing hazard comes back under its old name`() {
    // Ten, then again ten after the count has lapsed but before the cool-down is over.
    let again = (0..<10).map { Braking(camera: UInt64($0 + 101), seconds: 1200 + 60 + Double($0)) }
    let revisions = HazardDetector.revisions(of: cameras(10, every: 1) + again)
    #expect(Set(revisions.map(\.hazardID)).count == 1)
    #expect(revisions.map(\.state).contains(.clearing))
    #expect(revisions.filter { $0.state == .confirmed }.count >= 2)
    #expect(revisions.last?.state == .cleared)
  }

  @Test func `after it was cleared the same place opens a new one`() {
    let later = (0..<10).map { Braking(camera: UInt64($0 + 1), seconds: 7200 + Double($0)) }
    let revisions = HazardDetector.revisions(of: cameras(10) + later)
    #expect(Set(revisions.map(\.hazardID)).count == 2)
  }

  @Test func `with a lower minimum it is suspected, rises through the grades and is confirmed at ten`() {
    var rule = HazardRule()
    rule.minimumCameras = 3
    let revisions = HazardDetector.revisions(of: cameras(12, every: 10), rule: rule)
    let rising = revisions.prefix { $0.state != .clearing }.filter { $0.time <= Braking.start + .seconds(110) }
    #expect(rising.map(\.grade) == [3, 4, 5, 6, 7, 8, 9, 10])
    #expect(rising.map(\.state) == Array(repeating: .suspected, count: 7) + [.confirmed])
  }
}
