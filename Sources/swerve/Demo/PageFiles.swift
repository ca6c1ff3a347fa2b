/// The page as it lies in the binary (`.embedInCode` in Package.swift), so that the one executable is all there is to
/// copy.
enum PageFiles {
  struct File: Sendable {
    var contentType: String
    var bytes: [UInt8]
  }

  /// The file for a path of the page: "/", "/page.css", "/page.js" and the modules that it imports. Nil for any other
  /// path.
  static func file(at path: String) -> File? { files[path] }

  /// All paths that `file(at:)` knows, for a server's table of routes.
  static var paths: [String] { files.keys.sorted() }

  private static let files: [String: File] = {
    let index = File(contentType: "text/html; charset=utf-8", bytes: PackageResources.index_html)
    let style = File(contentType: "text/css; charset=utf-8", bytes: PackageResources.page_css)
    let scripts = [
      "/archive.js": PackageResources.archive_js, "/cars.js": PackageResources.cars_js,
      "/dom.js": PackageResources.dom_js, "/driver.js": PackageResources.driver_js,
      "/flow.js": PackageResources.flow_js, "/footage.js": PackageResources.footage_js,
      "/hazards.js": PackageResources.hazards_js, "/map.js": PackageResources.map_js,
      "/page.js": PackageResources.page_js, "/panel.js": PackageResources.panel_js,
      "/streams.js": PackageResources.streams_js, "/trips.js": PackageResources.trips_js,
      "/words.js": PackageResources.words_js,
    ].mapValues { File(contentType: "text/javascript; charset=utf-8", bytes: $0) }
    return scripts.merging(["/": index, "/index.html": index, "/page.css": style]) { first, _ in first }
  }()

  /// The page with its streams at another origin (`http://127.0.0.1:8081`), where Server-Sent Events have a listener
  /// of their own. The origin is this program's own configuration and is taken as it is.
  static func index(streamBase: String) -> File {
    let plain = String(decoding: PackageResources.index_html, as: UTF8.self)
    let marked = plain.split(separator: "<html lang=\"en\">", maxSplits: 1, omittingEmptySubsequences: false)
      .joined(separator: "<html lang=\"en\" data-stream-base=\"\(streamBase)\">")
    return File(contentType: "text/html; charset=utf-8", bytes: Array(marked.utf8))
  }
}
