import Clips
import Core
import Credentials
import Foundation
import HTTPFront
import ObjectStores
import Ports
import PostgresViews
import Runtime

/// Footage: the service that keeps it, and the key it signs with.
extension Command {
  static let runClips = Command(
    name: "run clips", summary: "run the service that takes, keeps and shows drivers' footage",
    discussion: """
      Cameras upload with tus 1.0.0 (/v1/uploads), owners sign in with a link of `swerve access link`. An acknowledged byte
      is sealed on the disk. One process holds a folder of objects.
      """,
    shape: CommandLineShape(
      options: KafkaOptions.all + DatabaseOptions.all + [
        Option(name: "--objects", value: "FOLDER", help: "where sealed footage is kept (swerve-data/objects)"),
        Option(name: "--service-key", value: "FILE", help: "what the service signs with (swerve keys service)"),
        Option(name: "--tier", value: "BYTES", help: "what an account may hold (10737418240)"),
        Option(name: "--instance", value: "NAME", help: "names this process among those of its stage (0)"),
        Option(name: "--address", value: "IP", help: "where to listen (127.0.0.1)"),
        Option(name: "--port", value: "N", help: "the port (8087)"),
        Option(name: "--secure", value: nil, help: "cookies over TLS only: a proxy with TLS stands in front"),
      ])
  ) { arguments in
    guard let path = arguments.text("--service-key") else { throw UsageError("--service-key is missing") }
    let signing = try ServiceKeyFile.read(path)
    let log = try KafkaOptions.requiredLog(arguments)
    let databases = try DatabaseOptions.open(arguments, [.clips, .vault, .access])
    defer { databases.cluster?.close() }
    let keys = try DatabaseOptions.keys(arguments, databases)
    var rule = ClipRule()
    if let tier = try arguments.integer("--tier", in: 0...Int.max) { rule.tier = Int64(tier) }
    let folder = arguments.text("--objects") ?? (arguments.text("--data") ?? "swerve-data") + "/objects"
    try Files.makeFolder(URL(fileURLWithPath: folder).deletingLastPathComponent().path, secret: false)
    try Files.makeFolder(folder, secret: true)
    let clock = SystemClock()
    let objects: FolderObjectStore
    do throws(ObjectError) { objects = try FolderObjectStore(path: folder) } catch {
      throw CommandFailure(.inputOutput, "\(error)")
    }
    let service = ClipService(
      ledger: PostgresClipLedger(databases.settings(.clips)),
      clips: PostgresOwnerClips(databases.settings(.clips)), objects: objects, keys: keys, signing: signing,
      clock: clock, rule: rule)
    var owners = OwnerAccess(store: PostgresSessionStore(databases.settings(.access)), clock: clock)
    owners.isSecure = arguments.has("--secure")
    let meter = StageMeter()
    let server = HealthFront.server(
      address: arguments.text("--address") ?? "127.0.0.1",
      port: UInt16(try arguments.integer("--port", in: 0...65_535) ?? 8087), stage: "clips", meter: meter
    ) { [owners] router, health in
      service.addRoutes(to: &router, owners: owners)
      service.addHealth(to: &health)
    }
    let threads = [
      StageThread("clips-accounts", failed: Console.note) { try service.devices.run(log: log, until: $0) },
      StageThread("clips-keeper", failed: Console.note) { try service.keep(log: log, until: $0) },
    ]
    defer { for thread in threads { thread.stop() } }
    let settings = databases.settings(.clips)
    try await StageOptions.run("clips", arguments, serving: server, meter: meter) { signal, meter, _ in
      let store = PostgresViewStore(settings, schema: ViewSchema.clips.rawValue)
      let (runtime, book) = try Stages.clips(
        log: log, store: store, keys: keys, serviceKey: signing.publicKey, clock: clock)
      try Stages.run(runtime, book: book, until: signal) { statistics in
        meter.update(statistics)
        if threads.contains(where: { $0.reason != nil }) { signal.stop() }
      }
      // A loop that failed takes the process with it.
      if let reason = threads.compactMap(\.reason).first { throw CommandFailure(.failure, reason) }
    }
  }

  static let keysService = Command(
    name: "keys service", summary: "make the key that the clip service signs with",
    discussion: "Prints the public key, which projections needs to believe the service (--service-public-key).",
    shape: CommandLineShape(options: [
      Option(name: "--output", value: "FILE", help: "where the key goes (-o); it is not replaced")
    ])
  ) { arguments in
    guard let path = arguments.text("--output") else { throw UsageError("--output is missing") }
    let key = try DeviceKey.generate()
    try Files.write(Array((Hexadecimal.encode(key.rawPrivate) + "\n").utf8), to: path, secret: true, replacing: false)
    Console.print(Hexadecimal.encode(key.publicKey))
  }
}

enum ServiceKeyFile {
  static func read(_ path: String) throws -> DeviceKey {
    try DeviceKey(rawPrivate: try Files.key(path, maker: "swerve keys service makes one"))
  }

  static let publicOption = Option(
    name: "--service-public-key", value: "HEX", help: "of the clip service, whose records are believed too")

  static func publicKey(_ arguments: Arguments) throws -> [UInt8]? {
    guard let text = arguments.text("--service-public-key") else { return nil }
    guard let bytes = Hexadecimal.decode(text), bytes.count == DeviceKey.publicByteCount else {
      throw UsageError("--service-public-key must be 64 hexadecimal digits (swerve keys service prints them)")
    }
    return bytes
  }
}
