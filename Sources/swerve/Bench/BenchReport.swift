import Foundation

/// What `swerve bench` prints. Absent figures are null, and say why.
struct BenchReport: Encodable {
  struct Figures: Encodable {
    var name: String
    var events: Int
    /// By the wall clock.
    var eventsPerSecond: Double
    var eventsPerCPUSecond: Double
    var cpuNanosecondsPerEvent: Double
    var instructionsPerEvent: Double?

    private enum CodingKeys: String, CodingKey {
      case name, events
      case eventsPerSecond = "events_per_s"
      case eventsPerCPUSecond = "events_per_cpu_s"
      case cpuNanosecondsPerEvent = "cpu_ns_per_event"
      case instructionsPerEvent = "instructions_per_event"
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(name, forKey: .name)
      try container.encode(events, forKey: .events)
      try container.encode(eventsPerSecond.rounded(), forKey: .eventsPerSecond)
      try container.encode(eventsPerCPUSecond.rounded(), forKey: .eventsPerCPUSecond)
      try container.encode(cpuNanosecondsPerEvent.rounded(places: 1), forKey: .cpuNanosecondsPerEvent)
      try container.encode(instructionsPerEvent?.rounded(places: 1), forKey: .instructionsPerEvent)
    }
  }

  /// Reference by subject: above one, the subject is cheaper.
  struct Ratio: Encodable {
    var cpu: Double
    var instructions: Double?

    private enum CodingKeys: String, CodingKey { case cpu, instructions }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(cpu.rounded(places: 3), forKey: .cpu)
      try container.encode(instructions?.rounded(places: 3), forKey: .instructions)
    }
  }

  var bench: String
  var unit: String
  var seed: UInt64
  var runs: Int
  var subject: Figures
  var reference: Figures
  var others: [Figures]
  var ratio: Ratio
  var facts: [String: String]
  /// Why instructions are null; null when they are not.
  var reason: String?

  private enum CodingKeys: String, CodingKey {
    case bench, unit, seed, runs, subject, reference, others, ratio, facts, reason
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(bench, forKey: .bench)
    try container.encode(unit, forKey: .unit)
    try container.encode(seed, forKey: .seed)
    try container.encode(runs, forKey: .runs)
    try container.encode(subject, forKey: .subject)
    try container.encode(reference, forKey: .reference)
    try container.encode(others, forKey: .others)
    try container.encode(ratio, forKey: .ratio)
    try container.encode(facts, forKey: .facts)
    try container.encode(reason, forKey: .reason)
  }

  var json: String {
    get throws {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
      return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
  }
}

extension Double {
  fileprivate func rounded(places: Int) -> Double {
    let scale = Double((0..<places).reduce(1) { product, _ in product * 10 })
    return (self * scale).rounded() / scale
  }
}
