import Testing

@Suite("Layers")
struct LayeringTests {
  static let edges = folders(below: "Sources/Edges").filter { !isC($0) }
  static let stages = folders(below: "Sources/Stages")

  /// The outside thing of each edge; an edge without one works on bytes alone.
  static let outside: [String: Set<String>] = [
    "EventCodec": [], "KafkaLog": ["CRdKafka"], "HTTPFront": ["CMicroHTTPD"], "Spool": ["CSQLite"],
    "PostgresViews": ["CPostgres"], "Sealing": ["COpenSSL"], "Credentials": ["COpenSSL"], "Recordings": ["CZlib"],
    "ObjectStores": [],
  ]
  static let systemModules: Set<String> = [
    "Foundation", "FoundationEssentials", "FoundationNetworking", "Synchronization", "Dispatch", "Glibc",
  ]

  static func folders(below path: String) -> [String] {
    let depth = path.split(separator: "/").count
    return Set(
      Tree.files(below: path, "").compactMap { file in
        let parts = file.split(separator: "/")
        return parts.count > depth + 1 ? String(parts[depth]) : nil
      }
    ).sorted()
  }

  /// A module map, or generated C: named C and the library.
  static func isC(_ name: String) -> Bool {
    name.hasPrefix("C") && (name.dropFirst().first?.isUppercase ?? false)
  }

  /// Files below the folder and what they import beyond the allowed modules.
  static func strangers(below folder: String, allowed: Set<String>) -> [String] {
    Tree.files(below: folder).flatMap { path in
      Tree.source(path).imports.filter { !allowed.contains($0.module) }.map { "\(path) imports \($0.module)" }
    }
  }

  @Test func `Core imports nothing but the C library's functions of a real number, in one file`() {
    let imports = Tree.files(below: "Sources/Core").flatMap { path in
      Tree.source(path).imports.map { (path, $0) }
    }
    let strange = imports.filter { path, item in
      path != "Sources/Core/Units/Mathematics.swift" || item.module != "Glibc" || item.symbol == nil
    }
    #expect(strange.map { "\($0.0) imports \($0.1.module)" } == [])
    #expect(!imports.isEmpty)
  }

  @Test func `Ports import Core`() {
    #expect(Self.strangers(below: "Sources/Ports", allowed: ["Core"]) == [])
  }

  @Test(arguments: stages)
  func `a stage imports Core, Ports and the runtime`(stage: String) {
    #expect(Self.strangers(below: "Sources/Stages/\(stage)", allowed: ["Core", "Ports", "Runtime"]) == [])
  }

  @Test(arguments: edges)
  func `an edge imports Core, Ports, the system and its own outside thing`(edge: String) throws {
    let own = try #require(Self.outside[edge], "say in `outside` what \(edge) stands for")
    let allowed = own.union(Self.systemModules).union(["Core", "Ports"])
    #expect(Self.strangers(below: "Sources/Edges/\(edge)", allowed: allowed) == [])
  }

  @Test func `C is imported for a module's own use only`() {
    let leaks = Tree.files(below: "Sources").flatMap { path in
      Tree.source(path).imports.filter { Self.isC($0.module) && $0.access != "internal" }.map {
        "\(path): \($0.module)"
      }
    }
    #expect(leaks == [])
  }

  @Test func `only the executable sees stages and edges together, and it sees no C`() {
    let seen = Set(Tree.files(below: "Sources/swerve").flatMap { Tree.source($0).imports.map(\.module) })
    #expect(seen.isSuperset(of: Set(Self.edges).union(Self.stages)))
    #expect(seen.filter(Self.isC) == [])
  }
}
