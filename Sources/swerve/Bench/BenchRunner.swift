import Foundation

/// Runs a bench: times by the median of several rounds, in which subject and reference take turns so that whatever
/// else the machine does falls on both; instructions by valgrind, in processes of their own.
struct BenchRunner {
  /// Rounds; an odd number, so that the median is one of them.
  static let runs = 5

  var bench: Bench
  var events: Int
  var seed: UInt64
  var countsInstructions: Bool

  func report() throws -> BenchReport {
    let workloads = bench.workloads
    let prepared = try workloads.map { try $0.prepare($0.count(of: events), seed) }
    // Once unmeasured: tables that are made at first use, caches, the allocator.
    for (workload, ready) in zip(workloads, prepared) {
      try ready.reset()
      _ = try ready.run(workload.count(of: events))
    }
    var wall = [[Double]](repeating: [], count: workloads.count)
    var (processor, latencies) = (wall, wall)
    for _ in 0..<Self.runs {
      for index in workloads.indices {
        try prepared[index].reset()
        let timer = BenchTimer()
        let each = try prepared[index].run(workloads[index].count(of: events))
        let elapsed = timer.elapsed
        wall[index].append(elapsed.wall)
        processor[index].append(elapsed.processor)
        latencies[index] += each
      }
    }
    // What the workloads share stays until the facts are told.
    let facts = try withExtendedLifetime(prepared) { try bench.facts(events, seed) }
    let (instructions, reason) = instructionCounts()
    let figures = workloads.indices.map { index in
      let count = workloads[index].count(of: events)
      return BenchReport.Figures(
        workloads[index].name, events: count, wall: Self.median(wall[index]), processor: Self.median(processor[index]),
        instructions: instructions[index], latency: BenchReport.Latency(latencies[index]))
    }
    return BenchReport(
      bench: bench.name, unit: bench.unit, seed: seed, runs: Self.runs, figures: figures,
      isOneProcess: bench.countedEvents != nil, facts: facts, reason: reason)
  }

  private func instructionCounts() -> ([Double?], reason: String?) {
    let none = [Double?](repeating: nil, count: bench.workloads.count)
    guard countsInstructions else { return (none, "not asked for") }
    guard let countedEvents = bench.countedEvents else { return (none, "other processes do a part of the work") }
    do {
      let counter = try InstructionCounter()
      return (
        try bench.workloads.map { workload in
          try counter.perEvent(
            bench: bench.name, workload: workload.name, events: workload.count(of: countedEvents), seed: seed)
        }, nil
      )
    } catch {
      return (none, "\(error)")
    }
  }

  private static func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }
}
