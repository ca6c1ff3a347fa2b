internal import Foundation

/// What the columns of the 28 recorded drives (DrivePlotR) themselves say, by a rule of its own: no code of the product
/// reads them here.
public struct RecordedColumns: Sendable {
  public struct Row: Sendable {
    public var drive: String
    public var time: Double
    public var mph: Double
    public var g: Double?
  }

  public static let path = SharedFolder.path + "/data/imu/DrivePlotR/nds_data.csv.gz"
  public static let isThere = FileManager.default.isReadableFile(atPath: path)
  public static let missing =
    "the recorded drives are not on this machine: set SWERVE_SHARED to the folder that holds data/imu"

  /// Read once for all tests.
  public static let drives = Result { try RecordedColumns() }

  public let rows: [Row]
  public let byDrive: [String: [Row]]

  /// A braking is confirmed where the GPS speed falls by this much around it, mph.
  public static let confirmingDrop = 4.0

  init() throws {
    let folder = try TemporaryFolder()
    let status = try ChildProcess.run("/bin/gzip", ["-dc", Self.path], output: folder.path + "/drives.csv")
    guard status == 0 else { throw ChildProcess.Failed(reason: "gzip ended with \(status)") }
    let lines = try String(contentsOfFile: folder.path + "/drives.csv", encoding: .utf8).split(separator: "\n")
    let header = lines.first?.split(separator: ",").map(String.init) ?? []
    let columns = ["drive", "time_utc", "speed_mph", "accel_x"].compactMap { header.firstIndex(of: $0) }
    guard columns.count == 4 else { throw ChildProcess.Failed(reason: "other columns: \(header)") }
    rows = lines.dropFirst().compactMap { line in
      let fields = line.split(separator: ",", omittingEmptySubsequences: false)
      guard fields.count == header.count, let time = Double(fields[columns[1]]), let mph = Double(fields[columns[2]])
      else { return nil }
      return Row(drive: String(fields[columns[0]]), time: time, mph: mph, g: Double(fields[columns[3]]))
    }
    byDrive = Dictionary(grouping: rows, by: \.drive)
  }

  /// Largest fall of the GPS speed from an earlier to a later second of the interval, mph.
  public func drop(in drive: String, from start: Double, to end: Double) -> Double {
    let speeds = (byDrive[drive] ?? []).filter { $0.time >= start && $0.time <= end }.map(\.mph)
    var drop = 0.0
    for (index, early) in speeds.enumerated() {
      for late in speeds[index...] { drop = max(drop, early - late) }
    }
    return drop
  }

  /// Rows of at least 0.35 g, by whether the GPS speed confirms them.
  public var hardBrakings: (confirmed: [Row], contradicted: [Row]) {
    let hard = rows.filter { ($0.g ?? 0) <= -0.35 }
    let confirmed = hard.filter { drop(in: $0.drive, from: $0.time - 2, to: $0.time + 2) >= Self.confirmingDrop }
    return (confirmed, hard.filter { row in !confirmed.contains { $0.time == row.time } })
  }
}
