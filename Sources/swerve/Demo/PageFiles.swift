/// The page as it lies in the binary (`.embedInCode` in Package.swift), so that the one executable is all there is to
/// copy.
enum PageFiles {
  struct File: Sendable {
    var contentType: String
    var bytes: [UInt8]
  }

  /// The file for a path of the page: "/", "/page.css", "/page.js" and the modules that it imports. Nil for any other
  /// path.
  static func file(at path: String) -> File? {
    switch path {
    case "/", "/index.html": File(contentType: "text/html; charset=utf-8", bytes: PackageResources.index_html)
    case "/page.css": File(contentType: "text/css; charset=utf-8", bytes: PackageResources.page_css)
    case "/page.js": script(PackageResources.page_js)
    case "/cars.js": script(PackageResources.cars_js)
    case "/driver.js": script(PackageResources.driver_js)
    case "/flow.js": script(PackageResources.flow_js)
    case "/hazards.js": script(PackageResources.hazards_js)
    case "/map.js": script(PackageResources.map_js)
    case "/panel.js": script(PackageResources.panel_js)
    case "/streams.js": script(PackageResources.streams_js)
    case "/words.js": script(PackageResources.words_js)
    default: nil
    }
  }

  /// All paths that `file(at:)` knows, for a server's table of routes.
  static let paths = [
    "/", "/index.html", "/page.css", "/page.js", "/cars.js", "/driver.js", "/flow.js", "/hazards.js", "/map.js",
    "/panel.js", "/streams.js", "/words.js",
  ]

  /// The page with its streams at another origin (`http://127.0.0.1:8081`), where Server-Sent Events have a listener
  /// of their own. The origin is this program's own configuration and is taken as it is.
  static func index(streamBase: String) -> File {
    let plain = String(decoding: PackageResources.index_html, as: UTF8.self)
    let marked = plain.split(separator: "<html lang=\"en\">", maxSplits: 1, omittingEmptySubsequences: false)
      .joined(separator: "<html lang=\"en\" data-stream-base=\"\(streamBase)\">")
    return File(contentType: "text/html; charset=utf-8", bytes: Array(marked.utf8))
  }

  private static func script(_ bytes: [UInt8]) -> File {
    File(contentType: "text/javascript; charset=utf-8", bytes: bytes)
  }
}
