/// A cookie for this host alone that no script reads and no other site's page sends (RFC 6265 and its draft bis,
/// section 4.1.2.7).
public struct SetCookie: Hashable, Sendable {
  public var name: String
  public var value: String
  /// Seconds; 0 takes the cookie away.
  public var maximumAge: Int
  /// Sent over TLS only.
  public var isSecure: Bool

  public init(name: String, value: String, maximumAge: Int, isSecure: Bool) {
    self.name = name
    self.value = value
    self.maximumAge = maximumAge
    self.isSecure = isSecure
  }

  public var fieldValue: String {
    "\(name)=\(value); Max-Age=\(maximumAge); Path=/; HttpOnly; SameSite=Strict" + (isSecure ? "; Secure" : "")
  }
}
