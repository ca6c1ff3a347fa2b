import Testing

@Suite("Sizes")
struct SizeTests {
  static let maximumFileLines = 500
  static let maximumFunctionLines = 60
  static let maximumColumns = 140

  static let swift = (Tree.files(below: "Sources") + Tree.files(below: "Tests"))

  @Test func `a file has 500 lines at most`() throws {
    let long = Self.swift.filter { Tree.source($0).lineCount > Self.maximumFileLines + 1 }
    #expect(long == [])
  }

  @Test func `a function has 60 lines at most`() {
    let long = Self.swift.flatMap { path in
      Tree.source(path).functions.filter { $0.length > Self.maximumFunctionLines }
        .map { "\(path):\($0.line) has \($0.length)" }
    }
    #expect(long == [])
  }

  /// Text that people edit; the page's markup has its own measure, and a line of a table cannot be broken.
  static let measured = [".swift", ".proto", ".yaml", ".md", ".h", ".c", ".js"]

  static func isMeasured(_ path: String) -> Bool {
    if path.hasPrefix(Tree.generated) || path.hasPrefix("Tests/Vectors/") { return false }
    return measured.contains { path.hasSuffix($0) } || path.hasPrefix("infra/") || path.hasPrefix(".ci/")
      || path.hasPrefix("schemas/generate")
  }

  /// A table's line cannot be broken, nor can what a program printed, shown as it is.
  static func isFree(_ line: Substring, in path: String, isShown: Bool) -> Bool {
    let isTable = line.drop { $0 == " " || $0 == "/" }.hasPrefix("|")
    return path.hasSuffix(".md") && isShown || isTable && (path.hasSuffix(".md") || path.hasSuffix(".swift"))
  }

  @Test func `a line has 140 columns at most, and the formatter aims at 120`() throws {
    var long: [String] = []
    for path in Tree.files where Self.isMeasured(path) {
      let lines = try Tree.text(path).split(separator: "\n", omittingEmptySubsequences: false)
      var isShown = false
      for (index, line) in lines.enumerated() {
        if line.hasPrefix("```") { isShown.toggle() }
        guard line.utf8.count > Self.maximumColumns, line.count > Self.maximumColumns else { continue }
        if !Self.isFree(line, in: path, isShown: isShown) { long.append("\(path):\(index + 1) has \(line.count)") }
      }
    }
    #expect(long == [])
  }
}
