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
    name: "views rebuild", summary: "fold the personal views anew from the log's start, and put them in place",
    discussion: """
      The new views are built beside the live ones, which go on being read and written; then they are exchanged in one
      transaction. A running stage notices and goes on with the new ones.
      """,
    shape: CommandLineShape(options: KafkaOptions.all + DatabaseOptions.all + [ServiceKeyFile.publicOption])
  ) { arguments in
    let log = try KafkaOptions.requiredLog(arguments)
    let databases = try DatabaseOptions.open(arguments)
    defer { databases.cluster?.close() }
    let keys = try DatabaseOptions.keys(arguments, databases)
    do {
      let folded = try ViewRebuilding(
        log: log, settings: databases.personal, keys: keys, serviceKey: try ServiceKeyFile.publicKey(arguments)
      ).run()
      Console.note("views: \(folded) records folded; the new views are in place")
    } catch let error as ViewError {
      throw CommandFailure(error)
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

/// Folds a log from its start into new views and exchanges them for the live ones.
struct ViewRebuilding {
  /// The log is taken to be read to its end when nothing came for so long, should markers lie behind its last record.
  static let longestQuiet: Timestamp.Span = .seconds(5)

  let log: any RecordLog
  let settings: PostgresSettings
  let keys: DriverKeys
  var serviceKey: [UInt8]?

  /// - Returns: records folded.
  func run() throws -> Int {
    let rebuild = ViewRebuild(settings, schema: .personal)
    let store = try rebuild.begin()
    let ends = try self.ends()
    // A group of its own: it shares no partition with the stage that runs.
    let (runtime, _) = try Stages.projections(
      log: log, store: store, keys: keys, serviceKey: serviceKey, group: "rebuild-\(UUID().uuidString)",
      clock: SystemClock())
    var quietSince = SystemClock().now()
    var absorbed = -1
    while true {
      if case .unavailable = try runtime.step(wait: Stages.turn) { Thread.sleep(forTimeInterval: Stages.pause) }
      if runtime.statistics.absorbed != absorbed { quietSince = SystemClock().now() }
      absorbed = runtime.statistics.absorbed
      let isQuiet = !runtime.positions.isEmpty && SystemClock().now() - quietSince > Self.longestQuiet
      let hasReached =
        !runtime.positions.isEmpty && ends.allSatisfy { runtime.positions[$0.key, default: 0] >= $0.value }
      if hasReached || isQuiet, !runtime.isDirty { break }
    }
    runtime.close()
    try rebuild.swap()
    return absorbed
  }

  private func ends() throws(LogError) -> [TopicPartition: Int64] {
    var ends: [TopicPartition: Int64] = [:]
    for (index, topic) in Stages.personalTopics.enumerated() {
      let reader = try log.reader(topics: [topic], from: .end)
      defer { reader.close() }
      for (partition, range) in try reader.watermarks(topic: topic) where !range.isEmpty {
        ends[TopicPartition(topic: index, partition: partition)] = range.upperBound
      }
    }
    return ends
  }
}
