import Foundation

/// What `swerve bench` prints. Absent figures are null, and say why.
struct BenchReport: Encodable {
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

  /// - Parameters:
  ///   - figures: of the subject, the reference and the others, in this order.
  ///   - isOneProcess: whether this process does all the work, so that its CPU time says something.
  init(
    bench: String, unit: String, seed: UInt64, runs: Int, figures: [Figures], isOneProcess: Bool,
    facts: [String: String], reason: String?
  ) {
    var figures = figures
    let reference = figures[1]
    for index in figures.indices {
      figures[index].relativeRate = figures[index].eventsPerSecond / reference.eventsPerSecond
    }
    (self.bench, self.unit, self.seed, self.runs) = (bench, unit, seed, runs)
    (subject, self.reference, others) = (figures[0], figures[1], Array(figures.dropFirst(2)))
    ratio = Ratio(figures[0], by: reference, isOneProcess: isOneProcess)
    (self.facts, self.reason) = (facts, reason)
  }

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
  func rounded(places: Int) -> Double {
    let scale = Double((0..<places).reduce(1) { product, _ in product * 10 })
    return (self * scale).rounded() / scale
  }
}
