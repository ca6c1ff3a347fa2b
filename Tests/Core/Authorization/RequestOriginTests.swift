import Core
import Testing

@Suite("A request that a browser sends with its cookie")
struct RequestOriginTests {
  static let host = "swerve.example:8443"

  @Test(arguments: [
    ("same-origin", true), ("none", false), ("same-site", false), ("cross-site", false), ("", false),
    ("Same-Origin", false),
  ]) func `changes something when its own page sent it`(site: String, changes: Bool) {
    // What the browser says of the site goes before what it says of the origin.
    for origin in [nil, "https://swerve.example:8443", "https://evil.example"] {
      #expect(RequestOrigin(site: site, origin: origin, host: Self.host).isOwnPage == changes)
    }
  }

  @Test(arguments: [
    ("https://swerve.example:8443", true), ("http://swerve.example:8443", true), ("HTTPS://SWERVE.EXAMPLE:8443", true),
    ("https://swerve.example", false), ("https://swerve.example:8444", false), ("https://evil.example", false),
    ("https://swerve.example:8443.evil.example", false), ("https://evil.example/swerve.example:8443", false),
    ("null", false), ("", false), ("swerve.example:8443", false), ("file://", false),
  ]) func `is told by its origin where the browser names no site`(origin: String, changes: Bool) {
    #expect(RequestOrigin(site: nil, origin: origin, host: Self.host).isOwnPage == changes)
    #expect(!RequestOrigin(site: nil, origin: origin, host: nil).isOwnPage)
  }

  @Test func `is no browser's when it names neither`() {
    #expect(RequestOrigin(site: nil, origin: nil, host: Self.host).isOwnPage)
  }

  @Test(
    arguments: [
      (nil, true), ("none", true), ("same-origin", true), ("same-site", false), ("cross-site", false), ("x", false),
    ] as [(String?, Bool)]) func `signs in unless another site's page sent it`(site: String?, signsIn: Bool)
  {
    #expect(RequestOrigin(site: site, origin: nil, host: Self.host).isDirect == signsIn)
  }
}
