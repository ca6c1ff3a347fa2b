import Core
import Recordings

/// What a replay tells a person, line by line, on standard error.
enum ReplaySummary {
  /// What was wrong with the table, before the work begins.
  static func problems(_ report: ReadingReport) -> [String] {
    var lines = report.problems.map(\.description)
    let untold = report.skippedLines - report.problems.count
    if untold > 0 { lines.append("and \(untold) more like these") }
    return lines
  }

  static func summary(_ table: SightingTable, _ outcome: SightingReplay.Outcome) -> String {
    let refused = outcome.refused.values.reduce(0, +)
    let reasons = outcome.refused.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
    let hazards = Dictionary(grouping: outcome.revisions, by: \.hazardID)
    let confirmed = hazards.values.count { $0.contains { $0.state == .confirmed } }
    return """
      rows \(table.report.lines), skipped \(table.report.skippedLines), cameras \(table.cameras.count)
      admitted \(outcome.admitted), refused \(refused)\(reasons.isEmpty ? "" : " (\(reasons.joined(separator: ", ")))")
      hazards \(hazards.count), confirmed \(confirmed), revisions \(outcome.revisions.count)
      """
  }
}
