import Core
import Ports
import Runtime
import TestSupport
import Testing

@Suite struct `A stage` {
  @Test func `that is started again reads what it needs without saying it twice, and goes on where it was`() throws {
    let whole = try Flow()
    whole.rule.minimumCameras = 3
    whole.send(Flow.crowd(0..<8, at: Places.street))
    try whole.run()
    let expected = try whole.hazardKeys()
    #expect(expected.map(\.revision) == [1, 2, 3, 4, 5, 6])

    let flow = try Flow()
    flow.rule.minimumCameras = 3
    let sightings = Flow.crowd(0..<8, at: Places.street)
    flow.send(Array(sightings[..<5]))
    try flow.run()
    #expect(try flow.hazardKeys() == Array(expected[..<3]))

    let second = try flow.inference()
    try flow.turn(second, through: "network.admitted")
    for _ in 0..<3 { try second.step(wait: .zero) }
    #expect(second.statistics.replayed > 0)
    #expect(second.statistics.written == 0)
    #expect(try flow.hazardKeys() == Array(expected[..<3]))

    flow.send(Array(sightings[5...]))
    let admission = try flow.admission()
    try flow.turn(admission, through: "network.sightings")
    #expect(admission.statistics.absorbed == 3)
    try flow.turn(second, through: "network.admitted")
    #expect(try flow.hazardKeys() == expected)
  }

  @Test func `whose commit is refused does it again, and counts it once`() throws {
    let flow = try Flow()
    flow.send(Flow.crowd(0..<4, at: Places.street))
    let admission = try flow.admission()
    // The poll that takes the records, then the commit.
    flow.log.fail(call: flow.log.callCount + 2, .refused)
    try admission.step(wait: .zero)
    #expect(admission.statistics.rewinds == 1)
    #expect(flow.log.contents(of: "network.admitted")[0].isEmpty)
    try flow.turnUntilCommitted(admission, of: "network.sightings", group: "admission")
    #expect(try flow.admittedIDs()[0].count == 4)
    #expect(admission.statistics.counts["admitted"] == 4)
  }

  @Test func `whose commit was done but not answered does not do it again`() throws {
    let flow = try Flow()
    flow.send(Flow.crowd(0..<4, at: Places.street))
    let admission = try flow.admission()
    flow.log.fail(call: flow.log.callCount + 2, .answerLost)
    try flow.turnUntilCommitted(admission, of: "network.sightings", group: "admission")
    try admission.step(wait: .zero)
    #expect(admission.statistics.rewinds == 1)
    #expect(try flow.admittedIDs()[0].count == 4)
  }

  @Test func `that has nothing to say commits how far it has read, once a second`() throws {
    let flow = try Flow()
    flow.send(Flow.crowd(0..<2, at: Places.street))
    let admission = try flow.admission()
    try flow.turn(admission, through: "network.sightings")
    let inference = try flow.inference()
    try flow.turn(inference, through: "network.admitted")
    #expect(flow.log.committed(group: "inference").isEmpty)
    flow.clock.advance(by: .milliseconds(999))
    try inference.step(wait: .zero)
    #expect(flow.log.committed(group: "inference").isEmpty)
    flow.clock.advance(by: .milliseconds(1))
    try inference.step(wait: .zero)
    let ends = flow.log.contents(of: "network.admitted").map { Int64($0.count) }
    #expect(flow.log.committed(group: "inference")["network.admitted"]?[0]?.offset == ends[0])
  }

  @Test func `that lost its partitions writes nothing of what it held, and its successor all of it`() throws {
    let flow = try Flow()
    flow.limits.recordsPerBatch = 2
    flow.send(Flow.crowd(0..<6, at: Places.street))
    let admission = try flow.admission()
    try admission.step(wait: .zero)
    flow.log.expelMembers(of: "admission")
    try flow.turnUntilCommitted(admission, of: "network.sightings", group: "admission")
    #expect(admission.statistics.assignments == 2)
    #expect(try flow.admittedIDs()[0].count == 6)
    #expect(Set(try flow.admittedIDs()[0]).count == 6)
  }

  @Test func `that another process has replaced ends instead of writing`() throws {
    let flow = try Flow()
    let first = try flow.admission("same")
    try first.step(wait: .zero)
    _ = try flow.admission("same")
    flow.send(Flow.crowd(0..<2, at: Places.street))
    let error = #expect(throws: LogError.self) {
      for _ in 0..<10 { try first.step(wait: .zero) }
      first.close()
      throw LogError(.other, operation: "waiting", reason: "no end")
    }
    #expect(error?.kind == .fenced || flow.log.contents(of: "network.admitted")[0].isEmpty)
  }
}
