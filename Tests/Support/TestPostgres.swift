internal import Foundation
public import PostgresViews

/// A private PostgreSQL for tests, in a folder that goes with this process, however it ends.
public enum TestPostgres {
  public static let isInstalled = FileManager.default.fileExists(atPath: "/usr/lib/postgresql")
  public static let missing = "PostgreSQL is not installed (infra/setup test does it)"

  public struct Failed: Error, CustomStringConvertible {
    public var description: String
  }

  public static func make() throws -> PrivateCluster {
    let folder = FileManager.default.temporaryDirectory.appending(path: "swerve-pg-\(UUID().uuidString.prefix(8))").path
    // The folder outlives no process: this shell ends after the server has.
    _ = try ChildProcess.startWatching(
      "/bin/sh",
      ["-c", "cat > /dev/null; while [ -e \"$0/data/postmaster.pid\" ]; do sleep 0.2; done; rm -rf \"$0\"", folder])
    return try PrivateCluster(folder: folder)
  }

  /// What psql prints for the statement: rows as lines, columns parted by `|`.
  public static func query(_ sql: String, _ database: String, in cluster: PrivateCluster) throws -> String {
    let folder = try TemporaryFolder()
    let output = folder.path + "/rows"
    let status = try ChildProcess.run(
      "/usr/bin/psql",
      ["-h", cluster.folder + "/socket", "-U", database, "-d", database, "-X", "-A", "-t", "-q", "-c", sql],
      output: output)
    let text = (try? String(contentsOfFile: output, encoding: .utf8)) ?? ""
    guard status == 0 else { throw Failed(description: text) }
    return text.hasSuffix("\n") ? String(text.dropLast()) : text
  }
}
