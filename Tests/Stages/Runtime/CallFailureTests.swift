import Core
import Ports
import Runtime
import TestSupport
import Testing

/// Fails the n-th call of the port, n = 1, 2, 3 … until a run makes fewer calls. Whatever fails, and whether the process
/// lives on or is started again: what comes out is what comes out of an undisturbed run.
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
    #expect(call > 20)
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

  /// Both stages over the same input.
  /// - Returns: calls made after the input was written.
  private static func run(failing call: Int?, _ disturbed: Case) throws -> (flow: Flow, calls: Int) {
    let flow = try Flow(sightings: 2, admitted: 3)
    flow.rule.minimumCameras = 3
    flow.limits.recordsPerBatch = 4
    for (index, place) in Places.apart[..<4].enumerated() {
      try flow.send(Flow.crowd(10 * index..<10 * index + 6, at: place), partition: Int32(index % 2))
    }
    try flow.send([0xFF, 0xFF], to: "network.sightings")
    let before = flow.log.callCount
    if let call { flow.log.fail(call: before + call, disturbed.fault) }
    try finish(flow, "network.sightings", "admission", disturbed) { try flow.admission() }
    try finish(flow, "network.admitted", "inference", disturbed) { try flow.inference() }
    return (flow, flow.log.callCount - before)
  }

  private static func finish<Machine>(
    _ flow: Flow, _ topic: String, _ group: String, _ disturbed: Case, open: () throws -> StageRuntime<Machine>
  ) throws {
    var process: StageRuntime<Machine>?
    for _ in 0..<Flow.turnsMax {
      if flow.isCommitted(topic, group: group) { return }
      do {
        let running = try process ?? open()
        process = running
        let troubles = running.statistics.rewinds + running.statistics.unavailable
        if flow.isThrough(running, topic) { flow.clock.advance(by: .seconds(1)) }
        try running.step(wait: .zero)
        let hasFailed = running.statistics.rewinds + running.statistics.unavailable > troubles
        if hasFailed && disturbed.isDeadly { process = nil }
      } catch is LogError {
        process = nil
      }
    }
    throw Flow.Stuck()
  }
}
