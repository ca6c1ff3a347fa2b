/// What a reader met on its way: how much, and what was wrong with what it skipped.
public struct ReadingReport: Hashable, Sendable {
  /// Problems told in full; the others are counted.
  public static let detailLimit = 20

  public struct Problem: Hashable, Sendable, CustomStringConvertible {
    public var file: String
    /// From 1.
    public var line: Int
    public var fault: LineFault

    public var description: String { "\(file):\(line): \(fault)" }
  }

  /// Lines (or points of a GPX track) read.
  public private(set) var lines = 0
  public internal(set) var readings: UInt64 = 0
  /// Lines that were skipped.
  public private(set) var skippedLines = 0
  /// Readings that came too late to be put in order, and were left out.
  public private(set) var lateReadings = 0
  /// Times the input's clock went back for good.
  public internal(set) var clockSteps = 0
  public private(set) var problems: [Problem] = []

  public init() {}

  mutating func countLine() { lines += 1 }

  mutating func skip(_ file: String, line: Int, _ fault: LineFault) {
    skippedLines += 1
    note(file, line, fault)
  }

  mutating func leaveOut(_ file: String, line: Int, late: Double, window: Double) {
    lateReadings += 1
    note(
      file, line,
      LineFault(
        field: "time", reason: "\(late) s older than the line before it; up to \(window) s are put in order",
        hint: "sort the input by time, or widen the window"))
  }

  private mutating func note(_ file: String, _ line: Int, _ fault: LineFault) {
    guard problems.count < Self.detailLimit else { return }
    problems.append(Problem(file: file, line: line, fault: fault))
  }
}

extension ReadingReport {
  /// Both together, the problems of the first in front.
  func joined(_ other: ReadingReport) -> ReadingReport {
    var total = self
    total.lines += other.lines
    total.skippedLines += other.skippedLines
    total.lateReadings += other.lateReadings
    total.clockSteps += other.clockSteps
    total.problems = Array((problems + other.problems).prefix(Self.detailLimit))
    return total
  }
}
