import Core
import Inference
import Ports
import Runtime
import TestSupport
import Testing

@Suite struct `Members of a group` {
  private static let parts = 3

  /// A third of the cameras of each place at a time.
  private static func part(_ part: Int) -> [HazardSighting] {
    let crowds = Places.apart.enumerated().map { index, place in
      Array(Flow.crowd(20 * index..<20 * index + 9, at: place)[3 * part..<3 * part + 3])
    }
    return crowds.flatMap(\.self).sorted { $0.time < $1.time }
  }

  private static func flow() throws -> Flow {
    let flow = try Flow(admitted: 4)
    flow.rule.minimumCameras = 3
    return flow
  }

  private static func undisturbed() throws -> [RevisionKey] {
    let flow = try flow()
    for part in 0..<parts {
      flow.send(Self.part(part))
      try flow.run()
    }
    return try flow.hazardKeys()
  }

  @Test func `share the work and hand it over in the middle`() throws {
    let expected = try Self.undisturbed()
    #expect(expected.count == Places.apart.count * 7)
    let flow = try Self.flow()
    let admission = try flow.admission()
    let first = try flow.inference("first")
    flow.send(Self.part(0))
    try flow.turn(admission, through: "network.sightings")
    try flow.turn(first, through: "network.admitted")
    #expect(first.assignment.count == 4)

    let second = try flow.inference("second")
    flow.send(Self.part(1))
    try flow.turn(admission, through: "network.sightings")
    let firstBefore = first.statistics.absorbed
    try turn([first, second], flow)
    #expect(first.assignment.count == 2 && second.assignment.count == 2)
    #expect(Set(first.assignment).isDisjoint(with: second.assignment))
    #expect(first.statistics.absorbed > firstBefore && second.statistics.absorbed > 0)
    #expect(second.statistics.replayed > 0)

    first.close()
    flow.send(Self.part(2))
    try flow.turn(admission, through: "network.sightings")
    try turn([second], flow)
    #expect(second.assignment.count == 4)
    #expect(try flow.hazardKeys() == expected)
  }

  /// Members join, leave in order, die, and are thought dead, at random.
  @Test(arguments: 1...25 as ClosedRange<UInt64>)
  func `come and go at random, and the hazards are the same`(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let flow = try Self.flow()
    let admission = try flow.admission()
    var members = [try flow.inference("0")]
    for part in 0..<Self.parts {
      for sighting in Self.part(part) {
        flow.send([sighting])
        try flow.turn(admission, through: "network.sightings")
        switch Int.random(in: 0..<12, using: &generator) {
        case 0 where members.count < 4:
          // One whose start fails is not there.
          if let member = try? flow.inference("\(generator.next())") { members.append(member) }
        case 1 where members.count > 1: members.remove(at: .random(in: members.indices, using: &generator)).close()
        case 2 where members.count > 1: members.remove(at: .random(in: members.indices, using: &generator))
        case 3: flow.log.expelMembers(of: "inference")
        case 4: flow.log.fail(call: flow.log.callCount + .random(in: 1...6, using: &generator), .refused)
        default: break
        }
        for member in members.shuffled(using: &generator) { try member.step(wait: .zero) }
      }
    }
    try turn(members, flow)
    #expect(try flow.hazardKeys() == Self.undisturbed())
  }

  private func turn(_ members: [StageRuntime<InferenceMachine>], _ flow: Flow) throws {
    for _ in 0..<Flow.turnsMax {
      if flow.isCommitted("network.admitted", group: "inference") { return }
      flow.clock.advance(by: .milliseconds(100))
      for member in members { try member.step(wait: .zero) }
    }
    throw Flow.Stuck()
  }
}
