/// Where a browser says that a request comes from. A browser sends a cookie with every request to its host, whichever
/// page made it, so the cookie alone does not tell that the owner wanted this.
public struct RequestOrigin: Hashable, Sendable {
  /// `Sec-Fetch-Site` (W3C, Fetch Metadata Request Headers).
  public var site: String?
  /// `Origin` (RFC 6454, section 7).
  public var origin: String?
  /// `Host`
  public var host: String?

  public init(site: String?, origin: String?, host: String?) {
    self.site = site
    self.origin = origin
    self.host = host
  }

  /// Whether it may change something in the name of a cookie: it comes from a page of this host. A browser that says
  /// nothing of the site says the origin of every request that may change something; a program says neither, and it has
  /// no cookie that another's page could make it send.
  public var isOwnPage: Bool {
    if let site { return site == "same-origin" }
    guard let origin else { return true }
    guard let host, let authority = Self.authority(of: origin) else { return false }
    return authority == host.lowercased()
  }

  /// Whether it may sign a browser in: no other site's page sent it here. Such a page could sign its visitor in as
  /// somebody else, who then reads what the visitor brings.
  public var isDirect: Bool { site == nil || site == "none" || site == "same-origin" }

  /// `https://swerve.example:8443` without its scheme; nil for `null` and anything else without one.
  private static func authority(of origin: String) -> String? {
    for scheme in ["https://", "http://"] where origin.lowercased().hasPrefix(scheme) {
      return String(origin.lowercased().dropFirst(scheme.utf8.count))
    }
    return nil
  }
}
