import Core
import Foundation
import HTTPFront
import KafkaLog
import Ports
import PostgresViews
import Projections
import Runtime
import Sealing

/// The personal plane's views: folding them, and folding them anew.
extension Command {
  static let runProjections = Command(
    name: "run projections", summary: "run the stage that folds drives and clips into rows",
    discussion: """
      Start as many as there is work for: they share the partitions of personal.drives and personal.clips. Places stay
      sealed in the rows. Without --database it makes and starts a private PostgreSQL and stops it at the end.
      """,
    shape: CommandLineShape(
      options: KafkaOptions.all + StageOptions.all + DatabaseOptions.all + [ServiceKeyFile.publicOption])
  ) { arguments in
    let log = try KafkaOptions.requiredLog(arguments)
    let databases = try DatabaseOptions.open(arguments)
    let keys = try DatabaseOptions.keys(arguments, databases)
    let personal = databases.personal
    let serviceKey = try ServiceKeyFile.publicKey(arguments)
    try await StageOptions.run("projections", arguments) { signal, meter, _ in
      let store = PostgresViewStore(personal, schema: ViewSchema.personal.rawValue)
      let (runtime, book) = try Stages.projections(
        log: log, store: store, keys: keys, serviceKey: serviceKey, clock: SystemClock())
      try Stages.run(runtime, book: book, until: signal, report: meter.update)
    }
    databases.cluster?.close()
  }

  static let runArchive = Command(
    name: "run archive", summary: "serve owners their trips and incidents",
    discussion: """
      Owners sign in with a link of `swerve access link`. Places are opened with the owner's key for one answer and kept
      nowhere.
      """,
    shape: CommandLineShape(
      options: DatabaseOptions.all + [
        Option(name: "--address", value: "IP", help: "where to listen (127.0.0.1)"),
        Option(name: "--port", value: "N", help: "the port (8085)"),
        Option(name: "--secure", value: nil, help: "cookies over TLS only: a proxy with TLS stands in front"),
      ])
  ) { arguments in
    let databases = try DatabaseOptions.open(arguments, [.personal, .vault, .access])
    defer { databases.cluster?.close() }
    let keys = try DatabaseOptions.keys(arguments, databases)
    var owners = OwnerAccess(store: PostgresSessionStore(databases.settings(.access)), clock: SystemClock())
    owners.isSecure = arguments.has("--secure")
    let server = ArchiveFront.server(
      address: arguments.text("--address") ?? "127.0.0.1",
      port: UInt16(try arguments.integer("--port", in: 0...65_535) ?? 8085), owners: owners,
      views: PostgresArchiveViews(PostgresPool(databases.settings(.personal), schema: ViewSchema.personal.rawValue)),
      keys: keys)
    let interrupt = Interrupt()
    try server.start()
    Console.note("archive: http://127.0.0.1:\(server.port)/v1/trips")
    await interrupt.wait()
    await server.stop()
  }

  static let rebuildViews = Command(
    name: "views rebuild", summary: "fold views anew from the log's start, and put them in place",
    discussion: """
      The archive's views, or with --history the hazards that were. The new views are built beside the live ones, which
      go on being read and written; then they are exchanged in one transaction. A running stage notices and goes on with
      the new ones.
      """,
    shape: CommandLineShape(
      options: KafkaOptions.all + DatabaseOptions.all + [
        ServiceKeyFile.publicOption,
        Option(name: "--history", value: nil, help: "the hazards that were, instead of the archive"),
      ])
  ) { arguments in
    let log = try KafkaOptions.requiredLog(arguments)
    let isHistory = arguments.has("--history")
    let databases = try DatabaseOptions.open(arguments, isHistory ? [.history] : [.personal, .vault])
    defer { databases.cluster?.close() }
    do {
      let folded = try isHistory ? rebuildHistory(log, databases) : rebuildArchive(log, databases, arguments)
      Console.note("views: \(folded) records folded; the new views are in place")
    } catch let error as ViewError {
      throw CommandFailure(error)
    }
  }

  private static func rebuildHistory(_ log: any RecordLog, _ databases: DatabaseOptions.Databases) throws -> Int {
    try ViewRebuilding(
      log: log, settings: databases.settings(.history), schema: .history, topics: [Topology.Topic.hazards]
    ).run { try Stages.history(log: log, store: $0, group: $1, clock: SystemClock()) }
  }

  private static func rebuildArchive(
    _ log: any RecordLog, _ databases: DatabaseOptions.Databases, _ arguments: Arguments
  ) throws -> Int {
    let keys = try DatabaseOptions.keys(arguments, databases)
    let serviceKey = try ServiceKeyFile.publicKey(arguments)
    return try ViewRebuilding(
      log: log, settings: databases.personal, schema: .personal, topics: Stages.personalTopics
    ).run { store, group in
      try Stages.projections(
        log: log, store: store, keys: keys, serviceKey: serviceKey, group: group, clock: SystemClock()
      ).runtime
    }
  }

  static let keysRoot = Command(
    name: "keys root", summary: "make the root under which drivers' keys are wrapped",
    discussion: "Keep it apart from the database and the log: what they hold opens with it, and with nothing else.",
    shape: CommandLineShape(options: [
      Option(name: "--output", value: "FILE", help: "where the root goes (-o); it is not replaced")
    ])
  ) { arguments in
    guard let path = arguments.text("--output") else { throw UsageError("--output is missing") }
    let root = try KeyEncryptionKey.generate()
    try Files.write(Array((Hexadecimal.encode(root.bytes) + "\n").utf8), to: path, secret: true, replacing: false)
    Console.note("keys: the root is in \(path)")
  }
}
