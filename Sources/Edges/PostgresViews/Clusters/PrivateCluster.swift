internal import Foundation
public import Ports
internal import Synchronization

/// A PostgreSQL of this program's own, for who has none: in a named folder that is kept, on a Unix socket that only its
/// owner reaches, run by an unprivileged user even where this process is root. It is stopped when the object is closed
/// or this process ends, however it ends: a small shell waits for the end of a pipe that only this process holds.
///
/// Two databases, each with a role of the same name that reaches no other database: `swerve_personal` and
/// `swerve_network`. No query can join what PostgreSQL keeps in two databases.
public final class PrivateCluster: Sendable {
  public static let personal = "swerve_personal"
  public static let network = "swerve_network"
  /// The role that owns the server; only whoever reaches the socket can be it.
  public static let administrator = "swerve_admin"
  /// Where Debian's packages put the programs, one folder a version.
  private static let programs = "/usr/lib/postgresql"
  /// The user of Debian's package, for a process that is root.
  private static let unprivileged = "postgres"
  /// Longest socket path (sockaddr_un), less what the server adds.
  private static let socketPathMax = 107 - "/.s.PGSQL.5432.lock".utf8.count

  /// Longest wait for its end.
  private static let stopSeconds = 30

  public let folder: String
  private let isKept: Bool
  private let lifeline: Mutex<Int32>

  /// Starts it, and makes it where the folder holds none.
  /// - Parameters:
  ///   - folder: its path is short, because a socket lies in it.
  ///   - isKept: false removes the folder with all that is in it once the server has stopped.
  public init(folder: String, isKept: Bool = true) throws(ViewError) {
    self.folder = folder
    self.isKept = isKept
    let layout = try Layout(folder)
    try layout.prepare()
    lifeline = Mutex(try layout.start(isKept: isKept))
    do throws(ViewError) { try layout.makeDatabases() } catch {
      close()
      throw error
    }
  }

  deinit { close() }

  /// Stops it in order, and waits until it has, so that the next program can start it; what is committed is kept, or
  /// gone with the folder.
  public func close() {
    lifeline.withLock { descriptor in
      guard descriptor >= 0 else { return }
      Glibc.close(descriptor)
      descriptor = -1
      let end = ContinuousClock.now + .seconds(Self.stopSeconds)
      let last = isKept ? folder + "/data/postmaster.pid" : folder
      while unsafe access(last, F_OK) == 0, ContinuousClock.now < end {
        _ = poll(nil, 0, 20)
      }
    }
  }

  public func settings(database: String) -> PostgresSettings { Layout.settings(folder, database, role: database) }

  /// Paths and programs.
  private struct Layout {
    let folder: String
    let programs: String
    let isRoot = getuid() == 0

    init(_ folder: String) throws(ViewError) {
      guard folder.hasPrefix("/"), folder.utf8.count + "/socket".utf8.count <= PrivateCluster.socketPathMax,
        !folder.utf8.contains(UInt8(ascii: "'"))
      else {
        throw ViewError(
          .misconfigured, operation: "open the database folder",
          reason: "its path is relative or too long for a socket",
          hint: "give an absolute path of at most \(PrivateCluster.socketPathMax - 7) bytes without quotes")
      }
      let versions = (try? FileManager.default.contentsOfDirectory(atPath: PrivateCluster.programs)) ?? []
      guard let newest = versions.compactMap(Int.init).max() else {
        throw ViewError(
          .misconfigured, operation: "start PostgreSQL", reason: "no server is installed",
          hint: "apt-get install postgresql, or name a server with --database")
      }
      self.folder = folder
      programs = "\(PrivateCluster.programs)/\(newest)/bin"
    }

    var data: String { folder + "/data" }
    /// What the server says, and what the programs said that made and started it: two users write them.
    var log: String { folder + "/server.log" }
    var said: String { folder + "/programs.log" }

    static func settings(_ folder: String, _ database: String, role: String) -> PostgresSettings {
      PostgresSettings(text: "host='\(folder)/socket' dbname=\(database) user=\(role)", database: database)
    }

    private func asServer(_ words: [String]) -> [String] {
      guard isRoot else { return words }
      let user = PrivateCluster.unprivileged
      return ["setpriv", "--reuid=\(user)", "--regid=\(user)", "--init-groups"] + words
    }

    func prepare() throws(ViewError) {
      let operation = "make the database folder"
      do {
        // Only the folder itself is closed to others: the server's own user must get through those above it.
        try FileManager.default.createDirectory(
          at: URL(fileURLWithPath: folder).deletingLastPathComponent(), withIntermediateDirectories: true)
        for path in [folder, folder + "/socket"] {
          try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        }
      } catch {
        throw ViewError(
          .notAuthorized, operation: operation, reason: "\(folder) cannot be made", hint: "may this user write there?")
      }
      if isRoot {
        try Program.run(
          ["chown", PrivateCluster.unprivileged, folder, folder + "/socket"], output: "/dev/null", operation: operation)
        do throws(ViewError) {
          try Program.run(asServer(["test", "-w", folder]), output: "/dev/null", operation: operation)
        } catch {
          throw ViewError(
            .notAuthorized, operation: operation,
            reason: "the user \(PrivateCluster.unprivileged), as which the server runs, does not reach \(folder)",
            hint: "give a folder that is not inside a private one")
        }
      }
      guard !FileManager.default.fileExists(atPath: data + "/PG_VERSION") else { return }
      // Whoever reaches the socket is root or the server's own user: the folder is closed to all others.
      try Program.run(
        asServer([
          programs + "/initdb", "--pgdata", data, "--username", PrivateCluster.administrator, "--auth", "trust",
          "--encoding", "UTF8",
          "--locale", "C.UTF-8", "--data-checksums",
        ]), output: said, operation: "make a database")
    }

    /// - Returns: the end of a pipe whose closing stops the server.
    func start(isKept: Bool) throws(ViewError) -> Int32 {
      let options = "-c listen_addresses='' -c unix_socket_directories='\(folder)/socket' -c max_connections=60"
      // Starting where one runs already fails: two programs must not share a folder.
      try Program.run(
        asServer([
          programs + "/pg_ctl", "--pgdata", data, "--log", log, "--wait", "--timeout", "60", "--silent", "--options",
          options, "start",
        ]), output: said, operation: "start PostgreSQL in \(folder)")
      let stop = asServer([programs + "/pg_ctl", "--pgdata", data, "--mode", "fast", "--wait", "--silent", "stop"])
      let script = isKept ? "exec \"$@\"" : "\"$@\"; exec rm -rf -- \"$0\""
      return try Program.startWatcher(script, [folder] + stop, operation: "watch over PostgreSQL")
    }

    func makeDatabases() throws(ViewError) {
      let admin = try Connection(Self.settings(folder, "postgres", role: PrivateCluster.administrator), schema: nil)
      let operation = "make the databases"
      let known = try admin.query("SELECT rolname::text FROM pg_roles", [], operation).compactMap(\.[0].text)
      let databases = try admin.query("SELECT datname::text FROM pg_database", [], operation).compactMap(\.[0].text)
      try admin.execute("REVOKE CONNECT ON DATABASE postgres, template1 FROM PUBLIC", operation)
      for name in [PrivateCluster.personal, PrivateCluster.network] {
        if !known.contains(name) { try admin.execute("CREATE ROLE \(name) LOGIN", operation) }
        if !databases.contains(name) { try admin.execute("CREATE DATABASE \(name) OWNER \(name)", operation) }
        try admin.execute("REVOKE CONNECT, TEMPORARY ON DATABASE \(name) FROM PUBLIC", operation)
      }
    }
  }
}
