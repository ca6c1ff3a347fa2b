/// Files for browsers, from a folder or from memory, with content type, entity tag, ranges and caching.
public struct StaticFiles: Sendable {
  private let source: any FileSource
  private let cacheControl: String
  private let index: String?

  /// Files below a folder. Links, hidden files and anything outside the folder are not there.
  /// - Parameter index: what answers for a folder.
  public init(folder: String, cacheControl: String = "no-cache", index: String? = "index.html") {
    self.init(FolderSource(root: folder), cacheControl, index)
  }

  /// Files in memory, by path without a leading slash.
  public init(files: [String: [UInt8]], cacheControl: String = "no-cache", index: String? = "index.html") {
    self.init(MemorySource(files), cacheControl, index)
  }

  private init(_ source: any FileSource, _ cacheControl: String, _ index: String?) {
    self.source = source
    self.cacheControl = cacheControl
    self.index = index
  }

  /// Adds GET (and so HEAD) of everything below `prefix`: "/" or "/app".
  public func addRoutes(to router: inout Router, below prefix: String = "/") {
    let base = prefix == "/" ? "" : prefix
    router.get(base + "/{path...}") { [self] request in
      try answer(request, segments: Array(request.segments.dropFirst(base.split(separator: "/").count)))
    }
    router.get(prefix) { [self] request in try answer(request, segments: []) }
  }

  func answer(_ request: Request, segments: [String]) throws -> Response {
    var segments = segments
    if segments.isEmpty || segments.last == "" {
      guard let index else { throw Self.absent }
      segments = segments.dropLast() + [index]
    }
    guard segments.allSatisfy(Self.isPlain), let file = source.file(segments) else { throw Self.absent }
    let type = ContentType.of(segments.last ?? "")
    return try Response.conditional(request, tag: file.tag, cacheControl: cacheControl) {
      try partial(request, file, type)
    }
  }

  private func partial(_ request: Request, _ file: ServedFile, _ type: String) throws -> Response {
    let headers: HTTPHeaders = ["Content-Type": type, "X-Content-Type-Options": "nosniff"]
    return try Response.ranged(request, tag: file.tag, size: file.size, headers: headers) { try file.body($0) }
  }

  private static let absent = ProblemDetails(.notFound, detail: "There is no such file.")

  /// One name inside a folder: not hidden, not a way up, no slash that was hidden in an escape.
  private static func isPlain(_ segment: String) -> Bool {
    !segment.isEmpty && !segment.hasPrefix(".") && !segment.utf8.contains { $0 == 0x2f || $0 == 0x5c || $0 == 0 }
  }
}
