import Core
import Ports
import Projections
import Runtime
import TestSupport
import Testing

@testable import swerve

/// Fails the n-th call of the log or of the store, n = 1, 2, 3 … until a run makes fewer. Whatever fails, and whether the
/// process lives on or is started again: the rows are those of an undisturbed run, and each record was folded once.
@Suite struct `Whatever call fails while rows are written` {
  struct Case: Sendable, CustomTestStringConvertible {
    var isStore: Bool
    /// It was done, but the answer was lost.
    var isLate: Bool
    /// The process ends at the failure and is started again.
    var isDeadly: Bool

    var testDescription: String {
      "\(isStore ? "the store" : "the log"), \(isLate ? "answer lost" : "refused"), \(isDeadly ? "deadly" : "survived")"
    }

    static let all = [true, false].flatMap { store in
      [true, false].flatMap { late in
        [true, false].map { Case(isStore: store, isLate: late, isDeadly: $0) }
      }
    }
  }

  @Test(arguments: Case.all) func `the rows are the same`(_ disturbed: Case) async throws {
    try await onOwnThread {
      let undisturbed = try Self.run(failing: nil, disturbed)
      let expected = undisturbed.story.rows
      #expect(expected["trips"]?.count == 6)
      var call = 1
      while true {
        let (story, calls) = try Self.run(failing: call, disturbed)
        #expect(Self.comparable(story.rows) == Self.comparable(expected), "call \(call)")
        if calls < call { break }
        call += 1
        if call > Flow.turnsMax { throw Flow.Stuck() }
      }
      #expect(call > 10)
    }
  }

  /// Keys and signatures differ from run to run; what is the same is everything but the sealed bytes.
  private static func comparable(_ rows: [String: Set<[String: ViewCell]>]) -> [String: Set<[String: ViewCell]>] {
    rows.mapValues { rows in
      Set(rows.map { row in row.filter { !$0.key.hasSuffix("record") } })
    }
  }

  private static func run(failing call: Int?, _ disturbed: Case) throws -> (story: ArchiveStory, calls: Int) {
    let story = try ArchiveStory()
    // Many small writes.
    story.limits.recordsPerBatch = 3
    story.limits.rowsPerWrite = 2
    for trip in 0..<6 { try story.tell(trip: trip, by: trip % 4) }
    if let call {
      if disturbed.isStore {
        story.views.fail(call: call, disturbed.isLate ? .answerLost : .refused)
      } else {
        story.log.fail(call: call, disturbed.isLate ? .answerLost : .refused)
      }
    }
    var running: ViewRuntime<ProjectionMachine>?
    for _ in 0..<Flow.turnsMax {
      do {
        let runtime = try running ?? story.projections().runtime
        running = runtime
        if story.isThrough(runtime.positions), !runtime.isDirty { break }
        if case .unavailable = try runtime.step(wait: .zero), disturbed.isDeadly {
          // Killed: nothing is closed in order, and the group expels it.
          running = nil
          story.log.expelMembers(of: "projections")
        }
      } catch is LogError {
        running = nil
        story.log.expelMembers(of: "projections")
      }
    }
    running?.close()
    return (story, disturbed.isStore ? story.views.callCount : story.log.callCount)
  }
}
