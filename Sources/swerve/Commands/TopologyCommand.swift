enum TopologyCommand: Command {
  static let name = "topology"
  static let summary = "print the flow: stages, what they read, write and decide"
  static let shape = CommandLineShape()

  static func run(_ arguments: Arguments) async throws {
    Console.print(Topology.description)
  }
}
