import Foundation
import Ports
import TestSupport

@testable import PostgresViews

/// One private PostgreSQL for the tests of this process, in a folder that goes with the process.
enum TestCluster {
  static let isInstalled = FileManager.default.fileExists(atPath: "/usr/lib/postgresql")
  static let missing = "PostgreSQL is not installed (infra/setup test does it)"

  static let shared = Result { try make() }

  static func make() throws -> PrivateCluster {
    let folder = FileManager.default.temporaryDirectory.appending(path: "swerve-pg-\(UUID().uuidString.prefix(8))").path
    // The folder outlives no process: this shell ends after the server has.
    _ = try ChildProcess.startWatching(
      "/bin/sh",
      ["-c", "cat > /dev/null; while [ -e \"$0/data/postmaster.pid\" ]; do sleep 0.2; done; rm -rf \"$0\"", folder])
    return try PrivateCluster(folder: folder)
  }

  /// A connection of the role to its database.
  static func connection(_ database: String, schema: String? = nil) throws -> Connection {
    try Connection(try shared.get().settings(database: database), schema: schema)
  }

  static let personal = Result {
    let settings = try shared.get().settings(database: PrivateCluster.personal)
    try Migrator(settings).migrate(.personal)
    try Migrator(settings).migrate(.vault)
    return settings
  }
}
