import Core
import HTTPFront

/// The page and what it is made of.
enum DemoPage {
  static func addRoutes(to router: inout Router, map: [UInt8], streamPort: @escaping @Sendable () -> UInt16) {
    router.get("/v1/demo/town") { request in
      Response.conditional(request, tag: EntityTag(of: map), cacheControl: "no-cache") {
        Response(.ok, contentType: "application/geo+json", bytes: map)
      }
    }
    router.get("/") { request in answer(PageFiles.index(streamBase: streamBase(request, port: streamPort())), request) }
    for path in PageFiles.paths where path != "/" && path != "/index.html" {
      guard let file = PageFiles.file(at: path) else { continue }
      router.get(path) { request in answer(file, request) }
    }
    StaticFiles(folder: Demo.leafletFolder, cacheControl: "max-age=86400", index: nil).addRoutes(
      to: &router, below: "/leaflet")
  }

  private static func answer(_ file: PageFiles.File, _ request: Request) -> Response {
    Response.conditional(request, tag: EntityTag(of: file.bytes), cacheControl: "no-cache") {
      Response(.ok, contentType: file.contentType, bytes: file.bytes)
    }
  }

  /// The streams' address, by the name under which the browser knows this host; only a plain host name is taken.
  private static func streamBase(_ request: Request, port: UInt16) -> String {
    let host = (request.headers["Host"] ?? "").split(separator: ":").first.map(String.init) ?? ""
    let isPlain =
      !host.isEmpty
      && host.utf8.allSatisfy { byte in
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || byte == 0x2D
          || byte == 0x2E
      }
    return "http://\(isPlain ? host : "127.0.0.1"):\(port)"
  }
}
