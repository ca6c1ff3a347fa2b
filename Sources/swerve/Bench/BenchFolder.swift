import Foundation

/// A temporary folder for the time of one bench, for its owner's eyes only; it goes with the object.
final class BenchFolder: Sendable {
  let path: String

  /// - Throws: when it cannot be made.
  init() throws(CommandFailure) {
    path = Self.newPath()
    try Files.makeFolder(path, secret: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Of a folder that is not there yet; short, because a socket may lie in it.
  static func newPath() -> String {
    FileManager.default.temporaryDirectory.appendingPathComponent("swerve-bench-\(UUID().uuidString.prefix(8))").path
  }
}
