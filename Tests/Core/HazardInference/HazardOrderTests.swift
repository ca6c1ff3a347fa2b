import Core
import TestSupport
import Testing

@Suite("Order, duplicates and steps")
struct HazardOrderTests {
  /// Crowds at several places of an hour, some of ten and more cameras, some of fewer, with noise in position and
  /// course.
  static func hour(seed: UInt64) -> [Braking] {
    var generator = SeededGenerator(seed: seed)
    var brakings: [Braking] = []
    for place in 0..<40 {
      let size = Int.random(in: 6...14, using: &generator)
      let begin = Double.random(in: 0...3600, using: &generator)
      let spread = Double.random(in: 60...1100, using: &generator)
      for member in 0..<size {
        brakings.append(
          Braking(
            camera: UInt64(place * 100 + member), seconds: begin + Double.random(in: 0...spread, using: &generator),
            meters: Double(place) * 1000 + Double.random(in: 0...40, using: &generator),
            lateral: Double.random(in: -8...8, using: &generator), course: 90))
      }
    }
    return brakings.sorted { $0.seconds < $1.seconds }
  }

  /// What two runs must agree on, whatever the order.
  struct Summary: Hashable {
    var opened: Timestamp
    var kind: HazardKind
    var place: Int64
    var cleared: Timestamp
  }

  static func summary(_ revisions: [HazardRevision]) -> Set<Summary> {
    var cleared: [RecordID: Timestamp] = [:]
    for revision in revisions where revision.state == .cleared { cleared[revision.hazardID] = revision.time }
    return Set(
      revisions.filter { $0.revision == 1 }.map {
        Summary(
          opened: .distantPast, kind: $0.kind,
          place: Int64(($0.position.offset(from: Braking.place).east / 1000).rounded()),
          cleared: cleared[$0.hazardID] ?? .distantFuture)
      })
  }

  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func `records that come up to 30 seconds late and twice give the same hazards`(seed: UInt64) {
    let inOrder = Self.hour(seed: seed)
    var generator = SeededGenerator(seed: seed &* 31)
    let disordered = (inOrder + inOrder.shuffled(using: &generator).prefix(inOrder.count / 2))
      .map { ($0, $0.seconds + Double.random(in: 0...29.9, using: &generator)) }
      .sorted { $0.1 < $1.1 }.map(\.0)
    let expected = Self.summary(HazardDetector.revisions(of: inOrder))
    #expect(!expected.isEmpty)
    #expect(Self.summary(HazardDetector.revisions(of: disordered)) == expected)
  }

  @Test(arguments: 1...10 as ClosedRange<UInt64>)
  func `crowds of exactly ten have the same ids and revisions in any order`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let crowd = (0..<10).map {
      Braking(
        camera: UInt64($0), seconds: Double.random(in: 0...29, using: &generator),
        meters: Double.random(in: 0...90, using: &generator),
        course: 90 + Double.random(in: -10...10, using: &generator))
    }
    let expected = Set(HazardDetector.revisions(of: crowd.sorted { $0.seconds < $1.seconds }))
    #expect(Set(HazardDetector.revisions(of: crowd.shuffled(using: &generator))) == expected)
    #expect(Set(expected.map(\.hazardID)).count == 1)
  }

  @Test(arguments: [1, 2, 7, 64])
  func `the size of the batches changes nothing`(size: Int) {
    let brakings = Self.hour(seed: 5)
    #expect(HazardDetector.revisions(of: brakings, batch: size) == HazardDetector.revisions(of: brakings))
  }

  @Test(arguments: 1...12 as ClosedRange<UInt64>)
  func `a detector fed again from where it needs becomes what it was`(seed: UInt64) {
    let brakings = Self.hour(seed: seed)
    var generator = SeededGenerator(seed: seed)
    let cut = Int.random(in: 1..<brakings.count, using: &generator)
    var undisturbed = HazardDetector()
    var said: [HazardRevision] = []
    undisturbed.absorb(SightingColumns(brakings[..<cut]), into: &said)
    let from = undisturbed.neededFrom()
    // The log is in order here, so the newest time before the first needed record is that of its predecessor.
    let start = brakings.firstIndex { $0.sighting.time > from } ?? cut
    let newest = start == 0 ? Timestamp.distantPast : brakings[start - 1].sighting.time
    var recovered = HazardDetector(newest: newest)
    var muted: [HazardRevision] = []
    recovered.absorb(SightingColumns(brakings[min(start, cut)..<cut]), into: &muted)
    var first: [HazardRevision] = []
    var second: [HazardRevision] = []
    undisturbed.absorb(SightingColumns(brakings[cut...]), into: &first)
    undisturbed.advance(to: .distantFuture, into: &first)
    recovered.absorb(SightingColumns(brakings[cut...]), into: &second)
    recovered.advance(to: .distantFuture, into: &second)
    #expect(Set(first) == Set(second))
  }

  @Test func `one camera cannot push the others out`() {
    var brakings = (0..<9).map { Braking(camera: UInt64($0 + 1), seconds: Double($0)) }
    brakings += (0..<5000).map { Braking(camera: 77, seconds: 20 + Double($0) * 0.1, peak: 0.9) }
    brakings.append(Braking(camera: 10, seconds: 600))
    let revisions = HazardDetector.revisions(of: brakings)
    #expect(Set(revisions.map(\.hazardID)).count == 1)
    #expect(revisions.first?.cameras == 10)
  }
}
