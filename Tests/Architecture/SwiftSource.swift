import Foundation

/// A Swift file with its comments and the contents of its literals blanked out, so that a search finds code only.
/// Lines and columns stay where they were. Read by a small scanner: the compiler's own parser is no library that can
/// be fetched.
struct SwiftSource {
  /// Comments, text and regular expressions blank.
  let code: String
  let lineCount: Int
  /// Lines that have a comment, from 1.
  let commented: Set<Int>
  private let bytes: [UInt8]

  init(_ text: String) {
    var scanner = SwiftScanner(text)
    scanner.scan()
    bytes = scanner.code
    code = String(decoding: bytes, as: UTF8.self)
    lineCount = bytes.count { $0 == 0x0a } + 1
    let lines = scanner.comments.split(separator: 0x0a, omittingEmptySubsequences: false)
    commented = Set(lines.indices.filter { index in lines[index].contains { $0 != 0x20 } }.map { $0 + 1 })
  }

  struct Import: Hashable {
    var module: String
    /// `import func Glibc.cos` names one symbol.
    var symbol: String?
    var access: String?
  }

  var imports: [Import] {
    Self.importSearch.groups(of: code).map { groups in
      let parts = (groups[3] ?? "").split(separator: ".").map(String.init)
      return Import(module: parts[0], symbol: groups[2] == nil ? nil : parts.last, access: groups[1])
    }
  }

  struct Function: Hashable {
    var line: Int
    var length: Int
  }

  /// Functions, initializers and subscripts with a body, from their keyword to the closing brace.
  var functions: [Function] {
    Self.functionSearch.ranges(of: code).compactMap { keyword in
      guard let end = end(from: keyword.upperBound) else { return nil }
      return Function(
        line: bytes[..<keyword.lowerBound].count { $0 == 0x0a } + 1,
        length: bytes[keyword.lowerBound...end].count { $0 == 0x0a } + 1)
    }
  }

  /// Names this file declares, at any depth.
  var declaredNames: Set<String> { Set(Self.nameSearch.groups(of: code).compactMap { $0[1] }) }

  /// Every name and number in it.
  var words: Set<String> {
    Set(
      bytes.split { byte in
        !(0x30...0x39).contains(byte) && !(0x41...0x5A).contains(byte) && !(0x61...0x7A).contains(byte) && byte != 0x5F
      }.map { String(decoding: $0, as: UTF8.self) })
  }

  /// Index of the brace that closes the body; nil for a requirement of a protocol, which has none.
  private func end(from start: Int) -> Int? {
    var (round, curly) = (0, 0)
    for index in start..<bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "("), UInt8(ascii: "["): round += 1
      case UInt8(ascii: ")"), UInt8(ascii: "]"): round -= 1
      case UInt8(ascii: "{"): curly += 1
      case UInt8(ascii: "}"):
        curly -= 1
        if curly == 0, round == 0 { return index }
        if curly < 0 { return nil }
      case 0x0a where curly == 0 && round == 0:
        // A new declaration before any brace.
        let next = String(decoding: bytes[(index + 1)...].prefix(120), as: UTF8.self)
        if !Self.declarationSearch.ranges(of: next).isEmpty { return nil }
      default: break
      }
    }
    return nil
  }

  private static let importSearch = Search(
    #"^ *(?:@\w+ +)*(public|package|internal|fileprivate|private)? *import +(func|struct|class|enum|protocol|var|let)? *([\w.]+)"#
  )
  private static let functionSearch = Search(#"(?<![.\w`])(?:func|init|deinit|subscript)\b(?!:)"#)
  private static let declarationSearch = Search(
    #"\A\s*(?:@\w+(?:\([^)]*\))?\s+)*(?:[a-z]+ +){0,4}"#
      + #"(?:func|init|deinit|subscript|var|let|case|struct|enum|class|actor|protocol|extension|associatedtype)\b"#)
  private static let nameSearch = Search(
    #"\b(?:struct|class|enum|actor|protocol|typealias|func|var|let|case) +(\w+)"#)
}
