/// The value of a Range field of one range of bytes (RFC 9110, section 14).
enum ByteRange: Equatable {
  /// No field, another unit, several ranges, or unreadable: the whole is sent, as the RFC allows.
  case whole
  case part(Range<Int64>)
  /// 416.
  case unsatisfiable

  init(_ field: String?, size: Int64) {
    guard let field, field.lowercased().hasPrefix("bytes=") else {
      self = .whole
      return
    }
    let bounds = field.dropFirst("bytes=".count).trimmingBlanks
      .split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
    guard bounds.count == 2, let first = Self.number(bounds[0]), let last = Self.number(bounds[1]) else {
      self = .whole
      return
    }
    switch (first, last) {
    case (nil, nil): self = .whole
    case (nil, let suffix?):
      self = suffix == 0 || size == 0 ? .unsatisfiable : .part(max(0, size - suffix)..<size)
    case (let first?, nil):
      self = first >= size ? .unsatisfiable : .part(first..<size)
    case (let first?, let last?):
      if last < first {
        self = .whole
      } else {
        self = first >= size ? .unsatisfiable : .part(first..<(min(last, size - 1) + 1))
      }
    }
  }

  /// Outer nil: not a number. Inner nil: nothing there. A number too large for 64 bits is the largest there is.
  private static func number(_ text: Substring) -> Int64?? {
    if text.isEmpty { return .some(nil) }
    guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    return .some(Int64(text) ?? .max)
  }
}
