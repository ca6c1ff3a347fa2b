import TestSupport

@testable import Recordings

/// The real drives that lie beside the repository.
enum SharedData {
  static let drivePlotR = RecordedColumns.path
  static let comma2k19 = SharedFolder.path + "/data/imu/comma2k19"

  static func bytes(_ path: String) throws -> [UInt8] {
    let source = try GzipByteSource(FileByteSource(path: path), name: path)
    var bytes: [UInt8] = []
    while try source.read(into: &bytes, limit: 1 << 20) > 0 {}
    return bytes
  }
}
