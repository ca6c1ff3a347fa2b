extension BenchReport {
  /// One workload's figures, by the medians of its runs.
  struct Figures: Encodable {
    var name: String
    var events: Int
    /// By the wall clock.
    var eventsPerSecond: Double
    /// By the reference's events a second.
    var relativeRate = 1.0
    /// Of this process.
    var eventsPerCPUSecond: Double
    var cpuNanosecondsPerEvent: Double
    var instructionsPerEvent: Double?
    var latency: Latency?

    /// - Parameters:
    ///   - wall: seconds of one run by the wall clock.
    ///   - processor: seconds of one run that this process was on a processor.
    init(_ name: String, events: Int, wall: Double, processor: Double, instructions: Double?, latency: Latency?) {
      self.name = name
      self.events = events
      eventsPerSecond = Double(events) / wall
      eventsPerCPUSecond = Double(events) / processor
      cpuNanosecondsPerEvent = processor / Double(events) * 1e9
      instructionsPerEvent = instructions
      self.latency = latency
    }

    private enum CodingKeys: String, CodingKey {
      case name, events, latency
      case eventsPerSecond = "events_per_s"
      case relativeRate = "events_per_s_by_reference"
      case eventsPerCPUSecond = "events_per_cpu_s"
      case cpuNanosecondsPerEvent = "cpu_ns_per_event"
      case instructionsPerEvent = "instructions_per_event"
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(name, forKey: .name)
      try container.encode(events, forKey: .events)
      // Durable megabytes come by the dozen, lookups by the million.
      try container.encode(eventsPerSecond.rounded(places: eventsPerSecond < 1_000 ? 1 : 0), forKey: .eventsPerSecond)
      try container.encode(relativeRate.rounded(places: 3), forKey: .relativeRate)
      try container.encode(eventsPerCPUSecond.rounded(), forKey: .eventsPerCPUSecond)
      try container.encode(cpuNanosecondsPerEvent.rounded(places: 1), forKey: .cpuNanosecondsPerEvent)
      try container.encode(instructionsPerEvent?.rounded(places: 1), forKey: .instructionsPerEvent)
      try container.encodeIfPresent(latency, forKey: .latency)
    }
  }

  /// How long single events took, over all runs, milliseconds.
  struct Latency: Encodable {
    var p50: Double
    var p99: Double

    /// Nil for none.
    init?(_ milliseconds: [Double]) {
      guard !milliseconds.isEmpty else { return nil }
      let sorted = milliseconds.sorted()
      p50 = sorted[sorted.count / 2]
      p99 = sorted[min(sorted.count - 1, sorted.count * 99 / 100)]
    }

    private enum CodingKeys: String, CodingKey {
      case p50 = "p50_ms"
      case p99 = "p99_ms"
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(p50.rounded(places: 3), forKey: .p50)
      try container.encode(p99.rounded(places: 3), forKey: .p99)
    }
  }

  /// Reference by subject: above one, the subject is faster or cheaper.
  struct Ratio: Encodable {
    /// Time by the wall clock.
    var wall: Double
    /// Null where other processes do a part of the work.
    var cpu: Double?
    var instructions: Double?

    init(_ subject: Figures, by reference: Figures, isOneProcess: Bool) {
      wall = subject.eventsPerSecond / reference.eventsPerSecond
      cpu = isOneProcess ? reference.cpuNanosecondsPerEvent / subject.cpuNanosecondsPerEvent : nil
      instructions = reference.instructionsPerEvent.flatMap { reference in
        subject.instructionsPerEvent.map { reference / $0 }
      }
    }

    private enum CodingKeys: String, CodingKey { case wall, cpu, instructions }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(wall.rounded(places: 3), forKey: .wall)
      try container.encode(cpu?.rounded(places: 3), forKey: .cpu)
      try container.encode(instructions?.rounded(places: 3), forKey: .instructions)
    }
  }
}
