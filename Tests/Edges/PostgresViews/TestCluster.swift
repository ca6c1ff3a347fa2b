import Ports
import TestSupport

@testable import PostgresViews

/// One private PostgreSQL for the tests of this process, in a folder that goes with the process.
enum TestCluster {
  static let isInstalled = TestPostgres.isInstalled
  static let missing = TestPostgres.missing

  static let shared = Result { try TestPostgres.make() }

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
