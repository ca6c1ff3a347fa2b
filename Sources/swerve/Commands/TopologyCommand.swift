extension Command {
  static let topology = Command(
    name: "topology", summary: "print the flow: stages, what they read, write and decide"
  ) { _ in
    Console.print(Topology.description)
  }
}
