extension Command {
  static let bench = Command(
    name: "bench", summary: "measure a part against a plain way of doing the same",
    discussion: """
      NAME is one of \(Bench.all.map(\.name).joined(separator: ", ")). Prints one JSON object: events a second, CPU time and
      instructions for each event, of the part and of its plain reference in the same run, and their ratio (above 1: the
      part is faster or cheaper). What needs a database starts a private PostgreSQL in a temporary folder and removes
      it; CPU time is of this process only. Times are the median of \(BenchRunner.runs) runs; instructions are counted by
      valgrind where it is installed.
      Measure a release build: swift build -c release.
      """,
    shape: CommandLineShape(
      options: [
        Option(name: "--events", value: "N", help: "events in one run (as the bench has it)"),
        Option(name: "--seed", value: "N", help: "of the synthetic input (1)"),
        Option(name: "--without-instructions", value: nil, help: "do not count instructions: that takes a minute"),
        Option(
          name: "--only", value: "WORKLOAD", help: "prepare this one, do it once and print nothing (for valgrind, perf)"
        ),
        Option(name: "--run", value: "N", help: "with --only: do so many of the prepared events"),
      ], operands: "NAME", operandCount: 1...1)
  ) { arguments in
    guard let bench = Bench.all.first(where: { $0.name == arguments.operands[0] }) else {
      throw UsageError(
        "there is no bench \(arguments.operands[0]); there are \(Bench.all.map(\.name).joined(separator: ", "))")
    }
    let events = try arguments.integer("--events", in: 1...1_000_000_000) ?? bench.events
    let seed = UInt64(try arguments.integer("--seed", in: 0...Int.max) ?? 1)
    if let name = arguments.text("--only") {
      guard let workload = bench.workloads.first(where: { $0.name == name }) else {
        throw UsageError("\(bench.name) has no \(name); it has \(bench.workloads.map(\.name).joined(separator: "; "))")
      }
      let prepared = try workload.prepare(events, seed)
      try prepared.reset()
      _ = try prepared.run(try arguments.integer("--run", in: 1...events) ?? events)
      return
    }
    let runner = BenchRunner(
      bench: bench, events: events, seed: seed, countsInstructions: !arguments.has("--without-instructions"))
    Console.print(try runner.report().json)
  }
}
