import Core

extension Command {
  static let demo = Command(
    name: "demo", summary: "run the whole network in one process, with a fleet of cameras and a live map",
    discussion: """
      Starts an embedded broker (in memory, for trying), a private PostgreSQL, the issuer and all stages, pairs a fleet
      of cameras, drives them through a synthetic town with a few real hazards, and serves a map. An owner has a few of
      the cars (of recorded drives: all): the link that is printed signs in to their trips and footage. Ctrl-C stops
      and removes all of it. A hazard is suspected from --minimum-cameras on and confirmed at ten.
      """,
    shape: CommandLineShape(
      options: [
        Option(
          name: "--drives", value: "FILE", help: "drive recorded drives instead of the town; may be repeated",
          isRepeatable: true),
        Option(
          name: "--clips", value: "FOLDER", help: "video files for the owner's events and drives (a film is made)"),
        Option(name: "--speed", value: "N", help: "run faster than life, 0.1 to 60 (1)"),
        Option(name: "--cameras", value: "N", help: "cameras in the town, 1 to 2000 (\(TownTraffic.usualCameras))"),
        Option(name: "--seed", value: "N", help: "another town and other traffic (7)"),
        Option(name: "--minimum-cameras", value: "N", help: "distinct cameras that open a hazard, 2 to 10 (3)"),
        Option(name: "--address", value: "IP", help: "where to listen (127.0.0.1)"),
        Option(name: "--port", value: "N", help: "the page's port (8080); 0 takes a free one"),
        Option(name: "--stream-port", value: "N", help: "the streams' port (8081); 0 takes a free one"),
      ] + KafkaOptions.all, operands: "[FILE…]", operandCount: 0...10_000)
  ) { arguments in
    var options = Demo.Options()
    options.kafka = try KafkaOptions.configuration(arguments)
    // `--drives A B C`: what follows is more of them.
    options.drives = arguments.all("--drives") + arguments.operands
    if !arguments.operands.isEmpty, !arguments.has("--drives") {
      throw UsageError("\(arguments.operands[0]): recorded drives are given with --drives")
    }
    options.clips = arguments.text("--clips")
    options.speed = try arguments.number("--speed", in: 0.1...60) ?? options.speed
    options.cameras = try arguments.integer("--cameras", in: 1...2_000) ?? options.cameras
    options.seed = UInt64(try arguments.integer("--seed", in: 0...Int.max) ?? Int(options.seed))
    options.minimumCameras = try arguments.integer("--minimum-cameras", in: 2...10) ?? options.minimumCameras
    options.address = arguments.text("--address") ?? options.address
    options.port = UInt16(try arguments.integer("--port", in: 0...65_535) ?? Int(options.port))
    options.streamPort = UInt16(try arguments.integer("--stream-port", in: 0...65_535) ?? Int(options.streamPort))

    let interrupt = Interrupt()
    let demo = Demo(options, arguments: arguments)
    do {
      try await demo.start(interrupt: interrupt)
    } catch {
      await demo.stop()
      throw error
    }
    try await demo.tellAccess()
    Console.note("demo: ready; Ctrl-C stops it")
    Console.print(demo.pageAddress)
    await interrupt.wait { demo.reason != nil }
    await demo.stop()
    if let reason = demo.reason { throw CommandFailure(.failure, reason) }
    Console.note("demo: stopped")
  }
}
