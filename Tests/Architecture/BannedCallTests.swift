import Testing

@Suite("Calls that are not made")
struct BannedCallTests {
  /// What the rules must not do themselves: it is given to them.
  static let inCore: [(what: String, pattern: String)] = [
    ("the clock", #"\b(?:Date|ContinuousClock|SuspendingClock|DispatchTime)\s*\(|\bclock_gettime\b|\bgettimeofday\b"#),
    (
      "chance of its own",
      #"\bSystemRandomNumberGenerator\b|\.random\((?![^)]*using:)|\.(?:shuffled|randomElement)\(\)"#
    ),
    ("output", #"\b(?:print|debugPrint|dump|fputs|puts)\s*\("#),
    ("files", #"\b(?:fopen|FileHandle|FileManager)\b"#),
    ("threads", #"\b(?:Task|DispatchQueue|Thread)\s*[({.]|\bawait\b"#),
  ]

  /// What would end the process for what somebody sent.
  static let trapping: [(what: String, pattern: String)] = [
    ("fatalError", #"\bfatalError\s*\("#),
    ("force", #"[\w)\]]!(?![=\w])"#),
    ("an exit", #"(?<![.\w])_?exit\s*\("#),
  ]

  static func findings(_ rules: [(what: String, pattern: String)], below folders: [String]) -> [String] {
    rules.flatMap { rule in
      let search = Search(rule.pattern)
      return folders.flatMap { folder in
        Tree.files(below: folder).flatMap { path in
          search.lines(of: Tree.source(path).code).map { "\(path):\($0) \(rule.what)" }
        }
      }
    }
  }

  @Test func `rules take time, chance and input as arguments`() {
    let found = Self.findings(Self.inCore, below: ["Sources/Core"])
    #expect(found == [])
  }

  @Test func `stages take time and chance through ports`() {
    let found = Self.findings(Self.inCore, below: ["Sources/Ports", "Sources/Stages"])
    #expect(found == [])
  }

  @Test func `nothing that comes from outside can stop the process`() {
    let folders = ["Sources/Core", "Sources/Ports", "Sources/Stages", "Sources/Edges", "Sources/swerve"]
    let found = Self.findings(Self.trapping, below: folders)
    // The one end of the process, after the command.
    #expect(found.filter { !$0.hasPrefix("Sources/swerve/Swerve.swift") } == [])
  }

  @Test func `what people read goes through the console`() {
    let printing = [(what: "print", pattern: #"(?<![.\w])(?:print|debugPrint|NSLog)\s*\("#)]
    let found = Self.findings(printing, below: ["Sources"])
    #expect(found.filter { !$0.hasPrefix("Sources/swerve/CommandLine/Console.swift") } == [])
  }

  /// A rule that finds nothing anywhere proves nothing.
  @Test(arguments: [
    "let now = Date()", "a.random(in: 0...1)", "var g = SystemRandomNumberGenerator()", "x.shuffled()", "print(a)",
    "fopen(a, b)", "Task { }", "fatalError(\"\")", "try! run()", "a as! B", "a!.b", "f(a)!", "list[0]! + 1", "exit(1)",
  ])
  func `are recognized when they are made`(line: String) {
    let code = SwiftSource(line).code
    let hits = (Self.inCore + Self.trapping).filter { !Search($0.pattern).lines(of: code).isEmpty }
    #expect(hits.count == 1)
  }

  @Test(arguments: [
    "Int.random(in: 0...1, using: &generator)", "a != b", "if !a { }", "Update(", "daemon.exit(1)",
    "x.randomElement(using: &g)",
    "// try! fatalError()", "let text = \"a!.b\"", "as? B",
  ])
  func `are not seen where they are not made`(line: String) {
    let code = SwiftSource(line).code
    for rule in Self.inCore + Self.trapping { #expect(Search(rule.pattern).lines(of: code) == []) }
  }

  /// Edges, the batch they fill, two calls of the C library that the executable makes, and what measures it: a clock of
  /// the processor and bare sockets.
  static let mayBeUnsafe = [
    "Sources/Edges/", "Sources/Ports/RecordBatch.swift", "Sources/swerve/Assembly/Clocks.swift",
    "Sources/swerve/Assembly/Files.swift", "Sources/swerve/Bench/BenchTimer.swift",
    "Sources/swerve/Bench/LoopbackSocket.swift", "Sources/swerve/Bench/SubscriberCrowd.swift",
  ]

  @Test func `unsafe code stays in the edges`() {
    let found = Self.findings([(what: "unsafe", pattern: #"\bunsafe\b"#)], below: ["Sources"])
    #expect(found.filter { place in !Self.mayBeUnsafe.contains { place.hasPrefix($0) } } == [])
    for place in Self.mayBeUnsafe { #expect(found.contains { $0.hasPrefix(place) }, "\(place) needs no exception") }
  }

  /// Lines around such a promise in which its reason stands.
  static let reach = 6

  @Test func `who promises safety that the compiler cannot see says why`() {
    let search = Search(#"@unchecked Sendable|\bnonisolated\(unsafe\)"#)
    var silent: [String] = []
    for path in Tree.files(below: "Sources") {
      let source = Tree.source(path)
      for line in search.lines(of: source.code) {
        if source.commented.isDisjoint(with: (line - Self.reach)...(line + 2)) { silent.append("\(path):\(line)") }
      }
    }
    #expect(silent == [])
  }
}
