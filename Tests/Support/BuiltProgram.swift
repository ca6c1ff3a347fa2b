internal import Foundation

/// The built `swerve` executable, which lies beside the tests.
public enum BuiltProgram {
  public static let packageRoot = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

  public static let path: String = {
    let beside = URL(fileURLWithPath: ProcessInfo.processInfo.arguments[0]).deletingLastPathComponent()
      .appendingPathComponent("swerve").path
    return FileManager.default.isExecutableFile(atPath: beside) ? beside : packageRoot + "/.build/debug/swerve"
  }()

  /// Where screenshots and logs of a run are kept.
  public static func artifact(_ name: String) throws -> String {
    let folder = packageRoot + "/artifacts"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    return folder + "/" + name
  }
}
