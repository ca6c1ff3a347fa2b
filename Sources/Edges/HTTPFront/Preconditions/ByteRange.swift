/// The value of a Range field (RFC 9110, section 14).
enum ByteRange: Equatable {
  /// Ranges of one answer; who asks for more gets the whole, as the RFC allows.
  static let maximumParts = 16

  /// No field, another unit, unreadable, too many ranges, or more bytes than there are: the whole is sent.
  case whole
  case part(Range<Int64>)
  /// Two or more, in the order in which they were asked for.
  case parts([Range<Int64>])
  /// 416.
  case unsatisfiable

  init(_ field: String?, size: Int64) {
    guard let field, field.lowercased().hasPrefix("bytes=") else {
      self = .whole
      return
    }
    let texts = field.dropFirst("bytes=".count).split(
      separator: ",", maxSplits: Self.maximumParts, omittingEmptySubsequences: false)
    guard texts.count <= Self.maximumParts else {
      self = .whole
      return
    }
    var found: [Range<Int64>] = []
    for text in texts {
      guard let range = Self.range(text.trimmingBlanks, size: size) else {
        self = .whole
        return
      }
      // One of several that lies beyond the end is left out.
      if !range.isEmpty { found.append(range) }
    }
    let (total, overflow) = found.reduce((Int64(0), false)) { sum, range in
      let (value, isOver) = sum.0.addingReportingOverflow(range.upperBound - range.lowerBound)
      return (value, sum.1 || isOver)
    }
    if found.isEmpty {
      self = .unsatisfiable
    } else if found.count == 1 {
      self = .part(found[0])
    } else {
      self = overflow || total > size ? .whole : .parts(found)
    }
  }

  /// Nil: unreadable. Empty: nothing of it is there.
  private static func range(_ text: Substring, size: Int64) -> Range<Int64>? {
    let bounds = text.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
    guard bounds.count == 2, let first = number(bounds[0]), let last = number(bounds[1]) else { return nil }
    switch (first, last) {
    case (nil, nil): return nil
    case (nil, let suffix?): return suffix == 0 || size == 0 ? 0..<0 : max(0, size - suffix)..<size
    case (let first?, nil): return first >= size ? 0..<0 : first..<size
    case (let first?, let last?):
      if last < first { return nil }
      return first >= size ? 0..<0 : first..<(min(last, size - 1) + 1)
    }
  }

  /// Outer nil: not a number. Inner nil: nothing there. A number too large for 64 bits is the largest there is.
  private static func number(_ text: Substring) -> Int64?? {
    if text.isEmpty { return .some(nil) }
    guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    return .some(Int64(text) ?? .max)
  }
}
