/// Walks through Swift text once and tells code from comments and literals.
struct SwiftScanner {
  private(set) var code: [UInt8]
  private(set) var comments: [UInt8]
  private let bytes: [UInt8]
  private var index = 0

  private static let newline = UInt8(ascii: "\n")
  private static let space = UInt8(ascii: " ")

  init(_ text: String) {
    bytes = Array(text.utf8)
    let blank = bytes.map { $0 == Self.newline ? $0 : Self.space }
    (code, comments) = (blank, blank)
  }

  mutating func scan() { scanCode(untilParenthesis: false) }

  private func byte(_ offset: Int = 0) -> UInt8 { index + offset < bytes.count ? bytes[index + offset] : 0 }

  private func starts(_ first: Character, _ second: Character) -> Bool {
    byte() == first.asciiValue && byte(1) == second.asciiValue
  }

  /// - Parameter untilParenthesis: within `\( … )`: returns behind the one that closes it.
  private mutating func scanCode(untilParenthesis: Bool) {
    var depth = 0
    while index < bytes.count {
      if starts("/", "/") {
        scanLineComment()
      } else if starts("/", "*") {
        scanBlockComment()
      } else if byte() == UInt8(ascii: "\"") || byte() == UInt8(ascii: "#") && isHashedText {
        scanText()
      } else if starts("#", "/") {
        scanHashedRegex()
      } else if byte() == UInt8(ascii: "/"), beginsRegex {
        scanUntil(UInt8(ascii: "/"))
      } else if byte() == UInt8(ascii: "`") {
        scanIdentifier()
      } else {
        if byte() == UInt8(ascii: "(") { depth += 1 }
        if byte() == UInt8(ascii: ")") {
          depth -= 1
          if untilParenthesis, depth < 0 { return }
        }
        code[index] = byte()
        index += 1
      }
    }
  }

  private mutating func scanLineComment() {
    while index < bytes.count, byte() != Self.newline {
      comments[index] = byte()
      index += 1
    }
  }

  private mutating func scanBlockComment() {
    var depth = 0
    repeat {
      if starts("/", "*") { depth += 1 }
      if starts("*", "/") { depth -= 1 }
      let width = starts("/", "*") || starts("*", "/") ? 2 : 1
      for _ in 0..<width where index < bytes.count {
        comments[index] = byte()
        index += 1
      }
    } while depth > 0 && index < bytes.count
  }

  private var hashes: Int { bytes[index...].prefix { $0 == UInt8(ascii: "#") }.count }
  private var isHashedText: Bool { byte(hashes) == UInt8(ascii: "\"") }

  /// Any text literal: `"…"`, `"""…"""`, with or without `#`. Keeps the quotes as code.
  private mutating func scanText() {
    let hashCount = hashes
    index += hashCount
    let isBlock = starts("\"", "\"") && byte(2) == UInt8(ascii: "\"")
    let end =
      Array(repeating: UInt8(ascii: "\""), count: isBlock ? 3 : 1)
      + Array(repeating: UInt8(ascii: "#"), count: hashCount)
    let escape = [UInt8(ascii: "\\")] + Array(repeating: UInt8(ascii: "#"), count: hashCount)
    code[index] = byte()
    index += isBlock ? 3 : 1
    while index < bytes.count {
      if bytes[index...].starts(with: end) {
        code[index] = byte()
        index += end.count
        return
      }
      if bytes[index...].starts(with: escape) {
        index += escape.count
        if byte() == UInt8(ascii: "(") {
          index += 1
          scanCode(untilParenthesis: true)
        }
        index += 1
      } else {
        index += 1
      }
    }
  }

  /// A slash is a division between two operands; after an opening or an operator it begins a regular expression.
  private var beginsRegex: Bool {
    guard byte(1) != Self.space, byte(1) != Self.newline else { return false }
    var before = index - 1
    while before >= 0, bytes[before] == Self.space || bytes[before] == Self.newline { before -= 1 }
    guard before >= 0, Array("(,=[{:".utf8).contains(bytes[before]) else { return false }
    return bytes[(index + 1)...].prefix { $0 != Self.newline }.contains(UInt8(ascii: "/"))
  }

  private mutating func scanHashedRegex() {
    index += 2
    while index < bytes.count, !starts("/", "#") { index += 1 }
    index += 2
  }

  private mutating func scanUntil(_ end: UInt8) {
    index += 1
    while index < bytes.count, byte() != end, byte() != Self.newline { index += byte() == UInt8(ascii: "\\") ? 2 : 1 }
    index += 1
  }

  /// A name in backticks may be a sentence: its letters become `x`, so that it stays one name.
  private mutating func scanIdentifier() {
    code[index] = UInt8(ascii: "`")
    index += 1
    while index < bytes.count, byte() != UInt8(ascii: "`"), byte() != Self.newline {
      code[index] = UInt8(ascii: "x")
      index += 1
    }
    if index < bytes.count { code[index] = byte() }
    index += 1
  }
}
