import Testing

@Suite("Nothing is left lying around")
struct LeftoverTests {
  static func isText(_ path: String) -> Bool {
    !path.hasPrefix("Tests/Vectors/") && !path.hasPrefix(Tree.generated)
      && ![".bin", ".png", ".gz", ".sqlite", ".ico"].contains { path.hasSuffix($0) }
  }

  /// This file names what it looks for.
  static let own = "Tests/Architecture/LeftoverTests.swift"

  static func findings(_ pattern: String) -> [String] {
    let search = Search(pattern)
    return Tree.files.filter { isText($0) && $0 != own }.flatMap { path in
      search.lines(of: (try? Tree.text(path)) ?? "").map { "\(path):\($0)" }
    }
  }

  @Test func `no work is put off in a comment`() {
    let found = Self.findings(#"\b(?:TODO|FIXME|XXX|HACK|WIP)\b"#)
    #expect(found == [])
  }

  @Test func `nothing names a place that only one machine has`() {
    let found = Self.findings(#"(?:^|[\s"'`(=:])/(?:home|Users|root|work|mnt)/"#)
    #expect(found == [])
  }

  @Test func `nothing is indented by tabs, and no line ends in blanks`() {
    let (tabs, blanks) = (Self.findings("\t"), Self.findings(#"[ \t]+$"#))
    #expect(tabs == [])
    #expect(blanks == [])
  }

  @Test func `no folder is named for being old, new or a remainder`() {
    let names: Set<String> = [
      "Utils", "Util", "Helpers", "Common", "Misc", "New", "Old", "Legacy", "Deprecated", "V2", "Shared",
    ]
    let found = Tree.files.filter { !names.isDisjoint(with: $0.split(separator: "/").dropLast().map(String.init)) }
    #expect(found == [])
  }

  @Test func `a file of source says something`() {
    let search = Search(#"^(?! *(?:[\w@]+ )*import ).*\S"#)
    let empty = (Tree.files(below: "Sources") + Tree.files(below: "Tests")).filter {
      search.ranges(of: Tree.source($0).code).isEmpty
    }
    #expect(empty == [])
  }

  @Test func `a file of source is used by another`() {
    let paths = Tree.files(below: "Sources")
    var users: [String: Set<String>] = [:]
    for path in paths {
      for word in Tree.source(path).words { users[word, default: []].insert(path) }
    }
    let dead = paths.filter { path in
      let names = Tree.source(path).declaredNames
      return !path.hasSuffix("/Swerve.swift") && names.allSatisfy { users[$0, default: []] == [path] }
    }
    #expect(dead == [])
  }

  @Test func `the licence is there and whole`() throws {
    let licence = try Tree.text("LICENSE")
    #expect(licence.contains("Apache License") && licence.contains("END OF TERMS AND CONDITIONS"))
  }
}
