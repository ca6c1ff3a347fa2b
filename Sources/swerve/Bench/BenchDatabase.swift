import Foundation
import Ports
import PostgresViews

/// A private PostgreSQL for the time of one bench: empty at first, stopped and removed with the object, and also where
/// this process is killed.
final class BenchDatabase: Sendable {
  private let cluster: PrivateCluster

  /// - Parameter schemas: of the personal database, brought to this version.
  /// - Throws: `CommandFailure` where none can be started.
  init(_ schemas: [ViewSchema]) throws(CommandFailure) {
    let folder = BenchFolder.newPath()
    do throws(ViewError) {
      cluster = try PrivateCluster(folder: folder, isKept: false)
      for schema in schemas { try Migrator(cluster.settings(database: schema.database)).migrate(schema) }
    } catch {
      try? FileManager.default.removeItem(atPath: folder)
      throw CommandFailure(error)
    }
  }

  deinit {
    cluster.close()
    try? FileManager.default.removeItem(atPath: cluster.folder)
  }

  /// Of the role that owns the views.
  var personal: PostgresSettings { cluster.settings(database: PrivateCluster.personal) }

  /// Of the role that may do everything, in the same database.
  var administrator: PostgresSettings {
    let database = PrivateCluster.personal
    return PostgresSettings(
      text: "host='\(cluster.folder)/socket' dbname=\(database) user=\(PrivateCluster.administrator)",
      database: database)
  }
}
