/// What a request shows to say who asks.
extension Request {
  /// The token of `Authorization: Bearer` (RFC 6750, section 2.1); nil: none, or another scheme.
  public var bearerToken: String? {
    guard let field = headers["Authorization"] else { return nil }
    let parts = field.split(separator: " ", maxSplits: 1)
    guard parts.count == 2, parts[0].lowercased() == "bearer" else { return nil }
    let token = parts[1].trimmingBlanks
    return token.isEmpty ? nil : String(token)
  }

  /// The first cookie of the name (RFC 6265, section 5.4); names compare with case.
  public func cookie(_ name: String) -> String? {
    for field in headers.values("Cookie") {
      for pair in field.split(separator: ";") {
        let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        if parts.count == 2, parts[0].trimmingBlanks == name { return String(parts[1].trimmingBlanks) }
      }
    }
    return nil
  }
}
