import Foundation

@testable import Recordings

/// The real drives that lie beside the repository: in `$SWERVE_SHARED`, or `../shared` from the package's root.
enum SharedData {
  static let folder: String = {
    if let folder = ProcessInfo.processInfo.environment["SWERVE_SHARED"] { return folder }
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    return root.deletingLastPathComponent().appendingPathComponent("shared").path
  }()

  static let drivePlotR = folder + "/data/imu/DrivePlotR/nds_data.csv.gz"
  static let comma2k19 = folder + "/data/imu/comma2k19"
  static let isThere = FileManager.default.isReadableFile(atPath: drivePlotR)
  static let why = "the recorded drives are not on this machine: set SWERVE_SHARED to the folder that holds data/imu"

  static func bytes(_ path: String) throws -> [UInt8] {
    let source = try GzipByteSource(FileByteSource(path: path), name: path)
    var bytes: [UInt8] = []
    while try source.read(into: &bytes, limit: 1 << 20) > 0 {}
    return bytes
  }

  /// The rows of a CSV without quotes: the named columns, in the order asked for.
  static func columns(_ names: [String], of path: String) throws -> [[String]] {
    let lines = try bytes(path).split(separator: UInt8(ascii: "\n"))
    let header = lines[0].split(separator: UInt8(ascii: ",")).map { String(decoding: $0, as: UTF8.self) }
    let indices = names.compactMap { header.firstIndex(of: $0) }
    return lines.dropFirst().map { line in
      let fields = line.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
      return indices.map { String(decoding: fields[$0], as: UTF8.self) }
    }
  }
}
