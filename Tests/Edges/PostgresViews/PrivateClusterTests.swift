import Core
import Foundation
import Ports
import TestSupport
import Testing

@testable import PostgresViews

@Suite(.enabled(if: TestCluster.isInstalled, Comment(rawValue: TestCluster.missing)))
struct `A private PostgreSQL` {
  @Test func `keeps what was committed over a stop and a start, and refuses a second owner meanwhile`() throws {
    // Made with what is above it, as the program's own default is.
    let above = FileManager.default.temporaryDirectory.appending(path: "swerve-pg-\(UUID().uuidString.prefix(8))").path
    let folder = above + "/pg"
    defer { try? FileManager.default.removeItem(atPath: above) }
    let first = try PrivateCluster(folder: folder)
    let settings = first.settings(database: PrivateCluster.personal)
    try Connection(settings, schema: nil).execute("CREATE TABLE kept (number int); INSERT INTO kept VALUES (7)", "test")
    #expect(throws: ViewError.self) { _ = try PrivateCluster(folder: folder) }
    first.close()
    try Patience.wait(for: "the end of the server") {
      !FileManager.default.fileExists(atPath: folder + "/data/postmaster.pid")
    }
    let second = try PrivateCluster(folder: folder)
    let rows = try Connection(settings, schema: nil).query("SELECT number FROM kept", [], "test")
    #expect(rows == [[.integer(7)]])
    second.close()
    try Patience.wait(for: "the end of the server") {
      !FileManager.default.fileExists(atPath: folder + "/data/postmaster.pid")
    }
  }

  @Test func `runs as nobody who matters, on a socket only`() throws {
    let connection = try TestCluster.connection(PrivateCluster.personal)
    #expect(try connection.query("SHOW listen_addresses", [], "test") == [[.text("")]])
    let data = try TestCluster.shared.get().folder + "/data"
    let attributes = try FileManager.default.attributesOfItem(atPath: data)
    #expect(attributes[.ownerAccountName] as? String != "root")
  }

  @Test func `says what to do about a folder it cannot use`() {
    let long = "/tmp/" + String(repeating: "a", count: 120)
    let error = #expect(throws: ViewError.self) { _ = try PrivateCluster(folder: long) }
    #expect(error?.kind == .misconfigured && error?.hint.contains("at most") == true)
  }

  /// Who is whose database, as a role sees it.
  @Test(arguments: [
    (PrivateCluster.personal, PrivateCluster.network), (PrivateCluster.network, PrivateCluster.personal),
  ])
  func `lets a role into its own database and no other`(own: String, other: String) throws {
    let cluster = try TestCluster.shared.get()
    for database in [other, "postgres", "template1"] {
      var settings = cluster.settings(database: own)
      settings.text = settings.text.replacing("dbname=\(own)", with: "dbname=\(database)")
      let error = #expect(throws: ViewError.self) { _ = try Connection(settings, schema: nil) }
      #expect(error?.kind == .notAuthorized, "\(database): \(String(describing: error))")
    }
    // Nothing that would reach out of the database can be had by the role.
    let connection = try TestCluster.connection(own)
    for name in ["dblink", "postgres_fdw", "file_fdw"] {
      let error = #expect(throws: ViewError.self) { try connection.execute("CREATE EXTENSION \(name)", "test") }
      #expect(error?.kind == .notAuthorized || error?.kind == .misconfigured || error?.kind == .unavailable)
    }
    let rows = try connection.query(
      "SELECT rolsuper, rolcreaterole, rolbypassrls FROM pg_roles WHERE rolname = $1", [.text(own)], "test")
    #expect(rows == [[.boolean(false), .boolean(false), .boolean(false)]])
  }
}
