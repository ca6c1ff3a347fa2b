internal import Foundation

/// Data and tools that lie beside the repository: in `$SWERVE_SHARED`, or `../shared` from the package's root.
public enum SharedFolder {
  public static let path: String = {
    let root = URL(fileURLWithPath: #filePath).appending(path: "../../..").standardized
    return ProcessInfo.processInfo.environment["SWERVE_SHARED"] ?? root.appending(path: "../shared").standardized.path
  }()
}
