/// What a request line asks for, taken apart: path segments and query (RFC 9112, section 3.2).
struct RequestTarget: Sendable {
  /// Decoded one by one after the split, so that "%2F" stays inside its segment. "/" has none; "/a/" ends in an empty
  /// one.
  let segments: [String]
  let query: QueryParameters
  /// "*", which only OPTIONS may ask for.
  let isAsterisk: Bool

  /// nil: not in origin form, absolute form or "*", or badly encoded.
  init?(_ text: String) {
    if text == "*" {
      (segments, query, isAsterisk) = ([], QueryParameters(), true)
      return
    }
    guard let origin = Self.originForm(of: Substring(text)) else { return nil }
    let parts = origin.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    var segments: [String] = []
    for segment in parts[0].dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
      guard let decoded = PercentEncoding.decode(segment, plusIsSpace: false) else { return nil }
      segments.append(decoded)
    }
    if segments == [""] { segments = [] }
    guard let query = QueryParameters(decoding: parts.count > 1 ? parts[1] : "") else { return nil }
    (self.segments, self.query, isAsterisk) = (segments, query, false)
  }

  /// Path and query; a server must take the absolute form too (RFC 9112, section 3.2.2).
  private static func originForm(of text: Substring) -> Substring? {
    if text.utf8.first == 0x2f { return text }
    for scheme in ["http://", "https://"] where text.lowercased().hasPrefix(scheme) {
      let rest = text.dropFirst(scheme.count)
      guard let slash = rest.firstIndex(of: "/") else { return "/" }
      return rest[slash...]
    }
    return nil
  }
}
