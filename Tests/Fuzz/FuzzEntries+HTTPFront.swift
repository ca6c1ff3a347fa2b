internal import Alerts
internal import Core

@testable internal import HTTPFront

extension FuzzEntry {
  /// What stands in a request's head and is taken apart here, not by the library.
  static let httpFront: [FuzzEntry] = [
    text("RequestTarget", readTarget),
    text("RequestHead", readHead),
    text("ByteRange", readRange),
    text("EntityTags", readTags),
    text("Cursor") { text in
      guard let cursor = try? Cursor(text: text) else { return }
      require(cursor.text == text, "two texts of one cursor")
    },
    text("HazardQuery", readQuery),
  ]

  /// As C text comes from the library: up to a NUL, what is not UTF-8 replaced.
  private static func text(_ name: String, _ feed: @escaping @Sendable (String) -> Void) -> FuzzEntry {
    FuzzEntry(name: name) { bytes in feed(String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)) }
  }

  /// Segments and query, encoded again, read as the same.
  private static func readTarget(_ text: String) {
    guard let target = RequestTarget(text) else { return }
    _ = router.match(.get, target.segments)
    guard !target.isAsterisk else { return }
    let path = "/" + target.segments.map(percentEncoded).joined(separator: "/")
    let query = target.query.items.map { percentEncoded($0.name) + "=" + percentEncoded($0.value) }
    let again = RequestTarget(path + "?" + query.joined(separator: "&"))
    require(again?.segments.map { Array($0.utf8) } == target.segments.map { Array($0.utf8) }, "another path")
    require(again?.query == target.query, "another query")
  }

  private static let router: Router = {
    var router = Router()
    router.get("/v1/hazards") { _ in .text("") }
    router.get("/v1/hazards/{id}") { _ in .text("") }
    router.get("/{path...}") { _ in .text("") }
    return router
  }()

  private static func percentEncoded(_ text: String) -> String {
    text.utf8.map { "%" + Hexadecimal.encode([$0]) }.joined()
  }

  /// A method and fields, a line each, ask for a file.
  private static func readHead(_ text: String) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    var headers = HTTPHeaders()
    for line in lines.dropFirst() {
      let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      headers.append(String(parts[0]), parts.count > 1 ? String(parts[1].trimmingBlanks) : "")
    }
    let head = RequestHead(method: HTTPMethod(rawValue: String(lines.first ?? "")), headers: headers)
    _ = (head.problem(HTTPServerConfiguration()), head.hasBody, head.expectsContinue)
    let request = Request(method: head.method, headers: headers)
    let response: Response
    do { response = try files.answer(request, segments: ["file"]) } catch {
      response = ProblemDetails(describing: error).response
    }
    require([200, 206, 304, 412, 416].contains(response.status.code), "no answer of a file")
    require(response.headers.areSendable, "a field that ends the head early")
  }

  private static let files = StaticFiles(files: ["file": Array("twenty-six bytes, exactly.".utf8)])

  /// A part lies within the content, and asked for by its bounds it is the same part.
  private static func readRange(_ text: String) {
    for size in [0, 1, 1_000, Int64.max] {
      let read = ByteRange(text, size: size)
      let ranges: [Range<Int64>]
      switch read {
      case .whole, .unsatisfiable: continue
      case .part(let range): ranges = [range]
      case .parts(let several): ranges = several
      }
      for range in ranges {
        require(range.lowerBound >= 0 && !range.isEmpty && range.upperBound <= size, "a part outside the content")
      }
      let field = "bytes=" + ranges.map { "\($0.lowerBound)-\($0.upperBound - 1)" }.joined(separator: ", ")
      require(ByteRange(field, size: size) == read, "what is written reads as another")
    }
  }

  private static func readTags(_ text: String) {
    if let tag = EntityTag(parsing: Substring(text)) {
      require(Array(tag.fieldValue.utf8) == Array(text.utf8), "two texts of one tag")
    }
    guard case .tags(let tags) = EntityTagList([text]) else { return }
    guard case .tags(let again) = EntityTagList(tags.map(\.fieldValue)) else { return require(tags.isEmpty, "no list") }
    require(again == tags, "what is written reads as another")
  }

  /// The query of the interface of alerts, and what a stream's client says of where it was.
  private static func readQuery(_ text: String) {
    guard let query = RequestTarget("/v1/hazards?" + text)?.query else { return }
    if let box = query["bbox"].flatMap({ BoundingBox(text: $0) }) {
      let again = BoundingBox(text: "\(box.west),\(box.south),\(box.east),\(box.north)")
      require(again == box, "another box")
    }
    for tile in query.values("tiles").flatMap({ $0.split(separator: ",") }).compactMap({ Tile(text: String($0)) }) {
      require(Tile(text: tile.text) == tile && Tile(key: tile.key) == tile, "another tile")
    }
    let wish = SubscriptionRequest(query: query, headers: HTTPHeaders())
    if let position = wish.lastEventID.flatMap({ StreamPosition(text: $0) }) {
      require(StreamPosition(text: position.text) == position, "another position")
      // Traps where the text would end its line early.
      _ = StreamEvent(id: position.text, name: "hazard", data: [])
    }
    if let numbers = try? wish.numbers("topics") { require(numbers.count <= 256, "more topics than may be") }
    if let id = query["id"].flatMap({ Hexadecimal.decode($0) }) {
      require(Hexadecimal.decode(Hexadecimal.encode(id)) == id, "another id")
    }
  }
}
