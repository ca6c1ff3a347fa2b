extension Response {
  /// Answers the whole or the part that is asked for, with 206 and 416 as RFC 9110, section 14, has them.
  /// - Parameters:
  ///   - tag: of the representation; a part of another version than the client has would be glued to the wrong bytes.
  ///   - size: bytes of the whole.
  ///   - make: the content of a range.
  public static func ranged(
    _ request: Request, tag: EntityTag, size: Int64, headers: HTTPHeaders,
    make: (Range<Int64>) throws -> ResponseBody
  ) throws -> Response {
    var headers = headers
    headers["Accept-Ranges"] = "bytes"
    let isSameVersion = request.headers["If-Range"].map { field in
      EntityTag(parsing: Substring(field)).map { $0.matchesStrongly(tag) } ?? false
    }
    switch isSameVersion == false ? .whole : ByteRange(request.headers["Range"], size: size) {
    case .whole: return Response(.ok, headers: headers, body: try make(0..<size))
    case .part(let range):
      headers["Content-Range"] = "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(size)"
      return Response(.partialContent, headers: headers, body: try make(range))
    case .unsatisfiable:
      throw ProblemDetails(
        .rangeNotSatisfiable, detail: "The content has \(size) bytes.",
        headers: ["Content-Range": "bytes */\(size)", "Accept-Ranges": "bytes"])
    }
  }
}
