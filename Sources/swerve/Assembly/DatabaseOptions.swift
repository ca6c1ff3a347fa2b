import Foundation
import Ports
import PostgresViews

/// Where the views live: a server that is named, or a private PostgreSQL in a folder.
enum DatabaseOptions {
  static let all =
    servers + [
      Option(name: "--root", value: "FILE", help: "the root under which drivers' keys are wrapped (swerve keys root)")
    ]

  static let servers: [Option] = [
    Option(
      name: "--database", value: "TEXT",
      help: "libpq's host=… port=… of a server with the databases swerve_personal and swerve_network"),
    Option(
      name: "--data", value: "FOLDER",
      help: "without --database: a private PostgreSQL of this program's own, kept there (swerve-data)"),
  ]

  /// The databases for the time of one command.
  struct Databases {
    /// Nil where a server was named.
    let cluster: PrivateCluster?
    let server: String

    func settings(_ database: String) -> PostgresSettings {
      cluster?.settings(database: database)
        ?? PostgresSettings(text: "\(server) dbname=\(database) user=\(database)", database: database)
    }

    func settings(_ schema: ViewSchema) -> PostgresSettings { settings(schema.database) }

    var personal: PostgresSettings { settings(PrivateCluster.personal) }
  }

  static func keys(_ arguments: Arguments, _ databases: Databases) throws -> DriverKeys {
    guard let path = arguments.text("--root") else {
      throw UsageError("--root is missing: the file under which drivers' keys are wrapped")
    }
    return DriverKeys(vault: PostgresDriverKeyVault(databases.personal), root: try DriverKeys.root(path))
  }

  /// Opens them and brings the schemas to this version.
  static func open(
    _ arguments: Arguments, _ schemas: [ViewSchema] = [.personal, .vault]
  ) throws -> Databases {
    let environment = ProcessInfo.processInfo.environment
    let databases: Databases
    do throws(ViewError) {
      if let server = arguments.text("--database") ?? environment["SWERVE_DATABASE"] {
        databases = Databases(cluster: nil, server: server)
      } else {
        let folder = URL(fileURLWithPath: arguments.text("--data") ?? "swerve-data").appendingPathComponent("postgres")
          .path
        databases = Databases(cluster: try PrivateCluster(folder: folder), server: "")
        Console.note("database: a private PostgreSQL in \(folder)")
      }
      for schema in schemas {
        for name in try Migrator(databases.settings(schema)).migrate(schema) {
          Console.note("database: applied \(name)")
        }
      }
    } catch { throw CommandFailure(error) }
    return databases
  }
}

extension CommandFailure {
  init(_ error: ViewError) {
    let status: ExitStatus =
      switch error.kind {
      case .unavailable, .retry: .unavailable
      case .misconfigured: .configuration
      case .notAuthorized: .noPermission
      case .diskFull: .inputOutput
      case .fenced, .other: .failure
      }
    self.init(status, error.description)
  }
}
