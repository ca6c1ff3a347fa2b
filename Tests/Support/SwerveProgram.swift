internal import Foundation

/// The built `swerve`, as processes of its own.
public enum SwerveProgram {
  /// Runs it to its end.
  public static func run(_ arguments: [String], umask: String = "022") throws -> (status: Int32, output: String) {
    let folder = try TemporaryFolder()
    let output = folder.path + "/output"
    let status = try ChildProcess.run(
      "/bin/sh", ["-c", "umask \"$0\"; exec \"$@\"", umask, BuiltProgram.path] + arguments, output: output)
    return (status, (try? String(contentsOfFile: output, encoding: .utf8)) ?? "")
  }
}

/// A folder that goes with its owner.
public final class TemporaryFolder: Sendable {
  public let path: String

  public init() throws {
    path = FileManager.default.temporaryDirectory.appending(path: "swerve-test-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(
      atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}
