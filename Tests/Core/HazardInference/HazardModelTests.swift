import Core
import TestSupport
import Testing

@Suite("The detector against a slow model")
struct HazardModelTests {
  /// The rule as it is said, by looking at everything: does any stretch of 100 m and any 20 minutes hold ten cameras?
  static func modelFindsHazard(_ brakings: [Braking]) -> Bool {
    for first in brakings {
      for last in brakings where last.seconds >= first.seconds && last.seconds - first.seconds < 1200 {
        for edge in brakings {
          let cameras = Set(
            brakings.filter {
              $0.seconds >= first.seconds && $0.seconds <= last.seconds
                && $0.meters >= edge.meters && $0.meters <= edge.meters + 100
            }.map(\.camera))
          if cameras.count >= 10 { return true }
        }
      }
    }
    return false
  }

  @Test(arguments: 1...60 as ClosedRange<UInt64>)
  func `agree on whether there is a hazard, on the border of the rule`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let length = Double.random(in: 90...140, using: &generator)
    let time = Double.random(in: 1100...1500, using: &generator)
    let brakings = (0..<22).map { _ in
      Braking(
        camera: UInt64.random(in: 1...13, using: &generator),
        seconds: Double.random(in: 0...time, using: &generator).rounded(),
        meters: Double.random(in: 0...length, using: &generator), course: 60)
    }
    let expected = Self.modelFindsHazard(brakings)
    let inOrder = HazardDetector.revisions(of: brakings.sorted { $0.seconds < $1.seconds })
    #expect(!inOrder.isEmpty == expected)
    let disordered = brakings.map { ($0, $0.seconds + Double.random(in: 0...29, using: &generator)) }
      .sorted { $0.1 < $1.1 }.map(\.0)
    #expect(!HazardDetector.revisions(of: disordered).isEmpty == expected)
  }
}
