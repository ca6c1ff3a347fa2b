import Foundation

/// A pattern looked for in whole files. Foundation's expressions: many times as fast in a debug build as those of the
/// language, and they look behind.
struct Search: Sendable {
  private let expression: NSRegularExpression

  /// - Precondition: a pattern that holds; it stands in a test.
  init(_ pattern: String) {
    guard let expression = try? NSRegularExpression(pattern: pattern, options: [.anchorsMatchLines]) else {
      preconditionFailure("no pattern: \(pattern)")
    }
    self.expression = expression
  }

  private func matches(of text: String) -> [NSTextCheckingResult] {
    expression.matches(in: text, range: NSRange(location: 0, length: text.utf16.count))
  }

  /// Where it is found, in UTF-16: for code without comments and text these are the bytes.
  func ranges(of text: String) -> [Range<Int>] {
    matches(of: text).map { $0.range.location..<$0.range.location + $0.range.length }
  }

  /// The whole and each group; nil for a group that took no part.
  func groups(of text: String) -> [[String?]] {
    let whole = text as NSString
    return matches(of: text).map { match in
      (0..<match.numberOfRanges).map { group in
        let range = match.range(at: group)
        return range.location == NSNotFound ? nil : whole.substring(with: range)
      }
    }
  }

  /// Numbers of the lines on which it begins to be found, from 1, each once.
  func lines(of text: String) -> [Int] {
    let found = ranges(of: text)
    guard !found.isEmpty else { return [] }
    let units = Array(text.utf16)
    var (line, position) = (1, 0)
    var lines: [Int] = []
    for range in found {
      line += units[position..<range.lowerBound].count { $0 == 0x0a }
      position = range.lowerBound
      if lines.last != line { lines.append(line) }
    }
    return lines
  }
}
