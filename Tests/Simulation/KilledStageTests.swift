import Core
import Dispatch
import TestSupport
import Testing

@testable import swerve

/// Each stage is a process that is killed with kill -9 at seeded moments in the middle of the story, and started again.
/// The real broker also undoes what a transaction left and remembers positions, so there nothing is even written twice;
/// on the embedded one a stage begins again at the log's start, and readers drop what they know.
@Suite("Stages that are killed")
struct KilledStageTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var kills: [Performance.Kill]
    var testDescription: String { kills.map { "\($0.stage) after \($0.after)" }.joined(separator: ", ") }
  }

  /// Moments at which this stage is killed.
  static func kills(of stage: StageProcesses.Stage, seed: UInt64, count: Int) -> [Performance.Kill] {
    var chance = SeededGenerator(seed: seed << 8 ^ UInt64(stage.rawValue.utf8.reduce(0) { $0 &+ $1 }))
    // From the first piece on, so that the subscriber has an event to go on from, to the last but one.
    return (0..<count).map { _ in
      Performance.Kill(
        stage: stage, after: Int.random(in: 10...85, using: &chance), comesBackLate: seed.isMultiple(of: 2))
    }
  }

  static let cases: [Case] = StageProcesses.Stage.allCases.flatMap { stage in
    [1, 2].map { seed in Case(kills: kills(of: stage, seed: UInt64(seed), count: seed)) }
  }

  static let together: [Case] = [UInt64(11), 12].map { seed in
    Case(kills: StageProcesses.Stage.allCases.flatMap { kills(of: $0, seed: seed, count: 1) })
  }

  /// Networks at once: each is three processes and a broker.
  private static let stages = DispatchSemaphore(value: 4)

  static func perform(_ kills: [Performance.Kill], on kind: Broker.Kind) async throws -> Performance.Outcome {
    try await onOwnThread {
      let expected = try Performance.undisturbed.get().heard
      stages.wait()
      defer { stages.signal() }
      return try Performance(try Story.told.get(), on: kind, expecting: expected).run(killing: kills)
    }
  }

  @Test func `undisturbed, hazards are suspected, confirmed and cleared, and the subscriber hears each revision`()
    async throws
  {
    let outcome = try await onOwnThread { try Performance.undisturbed.get() }
    #expect(outcome.written == outcome.heard)
    #expect(Set(outcome.heard.map(\.id)).count == 12)
    #expect(Set(outcome.heard.map(\.state)) == ["suspected", "confirmed", "clearing", "cleared"])
    #expect(outcome.heard.count { $0.state == "cleared" } == 6)
    #expect(outcome.admittedTwice == 0 && outcome.saidTwice == 0 && outcome.refused == 0)
    #expect(outcome.unordered == [])
  }

  @Test(arguments: cases) func `on an embedded broker the hazards are those of an undisturbed run`(
    disturbed: Case
  ) async throws {
    try await compare(disturbed, on: .embedded)
  }

  @Test(
    .enabled(if: KafkaCluster.isAvailable, Comment(rawValue: KafkaCluster.missing)), arguments: together
  ) func `on a real broker the hazards are those of an undisturbed run, and nothing is written twice`(
    disturbed: Case
  ) async throws {
    let outcome = try await compare(disturbed, on: .real)
    #expect(outcome.admittedTwice == 0)
    #expect(outcome.saidTwice == 0)
  }

  @discardableResult
  private func compare(_ disturbed: Case, on kind: Broker.Kind) async throws -> Performance.Outcome {
    let expected = try await onOwnThread { try Performance.undisturbed.get().heard }
    let outcome = try await Self.perform(disturbed.kills, on: kind)
    #expect(outcome.written == expected)
    #expect(outcome.heard == expected)
    #expect(outcome.refused == 0)
    #expect(outcome.unordered == [])
    #expect(outcome.reconnections >= disturbed.kills.count { $0.stage == .alerts })
    return outcome
  }
}
