import Core
import EventCodec
import Foundation
import PostgresViews
import TestSupport

@testable import swerve

/// Looks through the raw files of the personal plane for what was planted: places of the drives, names of files, bytes of
/// clips, in all the encodings that the scanner of `score/privacy` knows.
enum CanaryScan {
  struct Report {
    var status: Int32 = -1
    var text = ""
  }

  static let scanner = SharedFolder.path + "/score/privacy/canary.py"
  static let isThere = FileManager.default.isReadableFile(atPath: scanner)
  static let missing = "the scanner is not on this machine: set SWERVE_SHARED to the folder that holds score/privacy"

  /// Places that are looked for: beginnings, middles and ends of drives. Each is looked for in 22 encodings.
  static let placesMax = 9

  /// - Returns: what was found on the personal plane; and, so that the scan can fail, in the same things unsealed.
  static func run(
    _ footage: RecordedFootage, _ broker: Broker, _ archive: ArchiveProcesses
  ) throws -> (personal: Report, control: Report) {
    guard isThere else { return (Report(), Report()) }
    let folder = try TemporaryFolder()
    let places = try places()
    let canaries =
      ["text:\(footage.alias)", "key:\(Hexadecimal.encode(footage.canary))"]
      + places.map { "point:\($0.latitude),\($0.longitude)" }
    let list = folder.path + "/canaries"
    try Data(canaries.joined(separator: "\n").utf8).write(to: URL(fileURLWithPath: list))
    // What the log holds as it is on its disk, and as it is read: a batch may be compressed there.
    let values = folder.path + "/values"
    let clear = folder.path + "/clear"
    let personal = [Topology.Topic.drives, Topology.Topic.clips, Topology.Topic.accounts]
    try write(personal.flatMap { try broker.values(of: $0) }, to: values)
    try write([Array(footage.alias.utf8)] + places.map(inTheClear), to: clear)
    let logs = try logFolders(of: personal, in: broker)
    // All that is committed reaches the files of the tables, too, not the write-ahead log alone.
    _ = try archive.personal("VACUUM")
    let data = archive.cluster.folder + "/data"
    let paths = [values, data, archive.objects] + logs
    return (try scan(list, paths), try scan(list, [clear, footage.folder]))
  }

  /// As the camera encodes it before it is sealed.
  private static func inTheClear(_ place: Coordinate) -> [UInt8] {
    EventCodec().encode(
      DriveEvent(
        driveID: RecordID(high: 1, low: 2), time: Timestamp(milliseconds: 1_558_644_851_000),
        content: .started(at: place)))
  }

  private static func scan(_ list: String, _ paths: [String]) throws -> Report {
    let output = try TemporaryFolder()
    let status = try ChildProcess.run(
      "/usr/bin/python3", [scanner, "scan", "--secrets", list] + paths, output: output.path + "/report")
    return Report(
      status: status, text: (try? String(contentsOfFile: output.path + "/report", encoding: .utf8)) ?? "")
  }

  private static func write(_ values: [[UInt8]], to path: String) throws {
    try Data(values.joined()).write(to: URL(fileURLWithPath: path))
  }

  private static func logFolders(of topics: [String], in broker: Broker) throws -> [String] {
    guard let root = broker.cluster?.folder, let all = FileManager.default.enumerator(atPath: root) else { return [] }
    return all.compactMap { $0 as? String }.filter { path in
      let name = path.split(separator: "/").last.map(String.init) ?? ""
      return topics.contains { name.hasPrefix($0 + "-") }
    }.map { root + "/" + $0 }
  }

  /// Fixes of every drive, as the recording has them.
  private static func places() throws -> [Coordinate] {
    let folder = try TemporaryFolder()
    let text = folder.path + "/drives.csv"
    guard try ChildProcess.run("/bin/gzip", ["-dc", RecordedColumns.path], output: text) == 0 else { return [] }
    let lines = try String(contentsOfFile: text, encoding: .utf8).split(separator: "\n")
    let header = lines.first?.split(separator: ",").map(String.init) ?? []
    guard let drive = header.firstIndex(of: "drive"), let latitude = header.firstIndex(of: "gps_lat"),
      let longitude = header.firstIndex(of: "gps_long")
    else { throw ArchiveProcesses.Refused(reason: "other columns: \(header)") }
    let rows = lines.dropFirst().map { $0.split(separator: ",", omittingEmptySubsequences: false) }
      .filter { $0.count == header.count && !$0[latitude].isEmpty && !$0[longitude].isEmpty }
    let drives = Dictionary(grouping: rows) { $0[drive] }.values.sorted { $0[0][drive] < $1[0][drive] }
    return drives.prefix(placesMax).enumerated().compactMap { index, rows in
      let row = rows[(rows.count - 1) * (index % 3) / 2]
      return Coordinate(latitude: Double(row[latitude]) ?? 0, longitude: Double(row[longitude]) ?? 0)
    }
  }
}
