import Core
import Ports
import Runtime
import TestSupport
import Testing

/// Fails the n-th call of the port, n = 1, 2, 3 … until a run makes fewer calls. Whatever fails, and whether the
/// process lives on or is started again: what comes out is what comes out of an undisturbed run.
@Suite struct `Whatever call fails` {
  struct Case: Sendable, CustomTestStringConvertible {
    var fault: MemoryLogFault
    /// The process ends at the failure and is started again.
    var isDeadly: Bool
    var testDescription: String { "\(fault), \(isDeadly ? "the process ends" : "the process goes on")" }
  }

  static let cases = MemoryLogFault.allCases.flatMap { fault in
    [true, false].map { Case(fault: fault, isDeadly: $0) }
  }

  @Test(arguments: cases)
  func `nothing is lost and nothing said twice`(_ disturbed: Case) async throws {
    try await onOwnThread { try Self.compare(disturbed) }
  }

  private static func compare(_ disturbed: Case) throws {
    let undisturbed = try run(failing: nil, disturbed)
    let expected = try outcome(of: undisturbed.flow)
    #expect(expected.keys.count > 10)
    var call = 1
    while true {
      let (flow, calls) = try run(failing: call, disturbed)
      #expect(try outcome(of: flow) == expected, "call \(call)")
      if calls < call { break }
      call += 1
      if call > Flow.turnsMax { throw Flow.Stuck() }
    }
    #expect(call > 15)
  }

  private struct Outcome: Equatable {
    var admitted: [[RecordID]]
    var keys: [RevisionKey]
    /// Without the forecast, which depends on how far the other places of a partition had come.
    var hazards: Set<HazardRevision>
    var rejected: [RejectionReason]
  }

  private static func outcome(of flow: Flow) throws -> Outcome {
    let hazards = try flow.hazards().map { revision in
      var revision = revision
      revision.expectedUntil = revision.opened
      return revision
    }
    return Outcome(
      admitted: try flow.admittedIDs().map { $0.sorted() }, keys: try flow.hazardKeys(), hazards: Set(hazards),
      rejected: try flow.rejections().map(\.reason).sorted { $0.rawValue < $1.rawValue })
  }

  /// A stage as a process that is started again when it ends.
  private struct Process<Machine: PartitionMachine> {
    var topic: String
    var group: String
    var open: () throws -> StageRuntime<Machine>
    var running: StageRuntime<Machine>?

    /// Turns until everything the topic holds is committed.
    mutating func finish(_ flow: Flow, _ disturbed: Case) throws {
      for _ in 0..<Flow.turnsMax {
        if flow.isCommitted(topic, group: group) { return }
        do {
          let stage = try running ?? open()
          running = stage
          let troubles = stage.statistics.rewinds + stage.statistics.unavailable
          if flow.isThrough(stage, topic) { flow.clock.advance(by: .seconds(1)) }
          try stage.step(wait: .zero)
          let hasFailed = stage.statistics.rewinds + stage.statistics.unavailable > troubles
          if hasFailed && disturbed.isDeadly { running = nil }
        } catch is LogError {
          running = nil
        }
      }
      throw Flow.Stuck()
    }
  }

  /// Both stages over the same input, in portions.
  /// - Returns: calls made after the topics were.
  private static func run(failing call: Int?, _ disturbed: Case) throws -> (flow: Flow, calls: Int) {
    let flow = try Flow(sightings: 2, admitted: 3)
    flow.rule.minimumCameras = 3
    let before = flow.log.callCount
    if let call { flow.log.fail(call: before + call, disturbed.fault) }
    var admission = Process(topic: "network.sightings", group: "admission") { try flow.admission() }
    var inference = Process(topic: "network.admitted", group: "inference") { try flow.inference() }
    for portion in 0..<3 {
      for (index, place) in Places.apart[..<4].enumerated() {
        let crowd = Flow.crowd(10 * index..<10 * index + 6, at: place)
        flow.send(Array(crowd[2 * portion..<2 * portion + 2]), partition: Int32(index % 2))
      }
      flow.send([0xFF, 0xFF], to: "network.sightings")
      try admission.finish(flow, disturbed)
      try inference.finish(flow, disturbed)
    }
    return (flow, flow.log.callCount - before)
  }
}
