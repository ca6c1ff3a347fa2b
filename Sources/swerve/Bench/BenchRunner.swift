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
    for (workload, run) in zip(workloads, prepared) { try run(workload.count(of: events)) }
    var wall = [[Double]](repeating: [], count: workloads.count)
    var processor = wall
    for _ in 0..<Self.runs {
      for index in workloads.indices {
        let timer = BenchTimer()
        try prepared[index](workloads[index].count(of: events))
        let elapsed = timer.elapsed
        wall[index].append(elapsed.wall)
        processor[index].append(elapsed.processor)
      }
    }
    let (instructions, reason) = instructionCounts()
    let figures = workloads.indices.map { index in
      let count = workloads[index].count(of: events)
      return Self.figures(
        workloads[index].name, events: count, wall: Self.median(wall[index]), processor: Self.median(processor[index]),
        instructions: instructions[index])
    }
    let counted = figures[1].instructionsPerEvent.flatMap { reference in
      figures[0].instructionsPerEvent.map { reference / $0 }
    }
    return BenchReport(
      bench: bench.name, unit: bench.unit, seed: seed, runs: Self.runs, subject: figures[0], reference: figures[1],
      others: Array(figures.dropFirst(2)),
      ratio: .init(cpu: figures[1].cpuNanosecondsPerEvent / figures[0].cpuNanosecondsPerEvent, instructions: counted),
      facts: try bench.facts(events, seed), reason: reason)
  }

  private func instructionCounts() -> ([Double?], reason: String?) {
    let none = [Double?](repeating: nil, count: bench.workloads.count)
    guard countsInstructions else { return (none, "not asked for") }
    do {
      let counter = try InstructionCounter()
      return (
        try bench.workloads.map { workload in
          try counter.perEvent(
            bench: bench.name, workload: workload.name, events: workload.count(of: bench.countedEvents), seed: seed)
        }, nil
      )
    } catch {
      return (none, "\(error)")
    }
  }

  private static func figures(
    _ name: String, events: Int, wall: Double, processor: Double, instructions: Double?
  ) -> BenchReport.Figures {
    BenchReport.Figures(
      name: name, events: events, eventsPerSecond: Double(events) / wall,
      eventsPerCPUSecond: Double(events) / processor,
      cpuNanosecondsPerEvent: processor / Double(events) * 1e9, instructionsPerEvent: instructions)
  }

  private static func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }
}
