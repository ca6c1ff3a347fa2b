extension Response {
  /// The whole content, the part that the request asks for, or a 416. Several ranges get the whole.
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
    switch asked(request, tag: tag, size: size) {
    case .whole, .parts: return Response(.ok, headers: headers, body: try make(0..<size))
    case .part(let range):
      headers["Content-Range"] = contentRange(range, size: size)
      return Response(.partialContent, headers: headers, body: try make(range))
    case .unsatisfiable:
      throw ProblemDetails(
        .rangeNotSatisfiable, detail: "The content has \(size) bytes.",
        headers: ["Content-Range": "bytes */\(size)", "Accept-Ranges": "bytes"])
    }
  }

  /// The same of content that can be read anywhere; several ranges come as one message of parts (RFC 9110, section
  /// 14.6).
  /// - Parameter read: at least one byte from an offset on, at most the limit.
  public static func ranged(
    _ request: Request, tag: EntityTag, size: Int64, headers: HTTPHeaders,
    read: @escaping @Sendable (_ offset: Int64, _ limit: Int) throws -> [UInt8]
  ) throws -> Response {
    guard case .parts(let ranges) = asked(request, tag: tag, size: size) else {
      return try ranged(request, tag: tag, size: size, headers: headers) { range in
        .made(
          MadeContent(count: range.upperBound - range.lowerBound) { offset, limit in
            let left = range.upperBound - range.lowerBound - offset
            return try read(range.lowerBound + offset, Int(min(Int64(limit), left)))
          })
      }
    }
    let parts = ByteRangeParts(ranges, size: size, contentType: headers["Content-Type"])
    var headers = headers
    headers["Accept-Ranges"] = "bytes"
    headers["Content-Type"] = parts.contentType
    return Response(
      .partialContent, headers: headers, body: .made(MadeContent(count: parts.count) { try parts.bytes($0, $1, read) }))
  }

  static func contentRange(_ range: Range<Int64>, size: Int64) -> String {
    "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(size)"
  }

  private static func asked(_ request: Request, tag: EntityTag, size: Int64) -> ByteRange {
    let isSameVersion = request.headers["If-Range"].map { field in
      EntityTag(parsing: Substring(field)).map { $0.matchesStrongly(tag) } ?? false
    }
    return isSameVersion == false ? .whole : ByteRange(request.headers["Range"], size: size)
  }
}
