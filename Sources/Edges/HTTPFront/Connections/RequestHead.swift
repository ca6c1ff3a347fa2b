internal import CMicroHTTPD

/// Method and header fields of a request, and what they say about its content.
struct RequestHead: Sendable {
  let method: HTTPMethod
  let headers: HTTPHeaders
  let isHTTP11: Bool

  init(method: HTTPMethod, headers: HTTPHeaders, isHTTP11: Bool = true) {
    self.method = method
    self.headers = headers
    self.isHTTP11 = isHTTP11
  }

  /// Copies everything: the library's text lives only as long as the request.
  init(connection: OpaquePointer, method: UnsafePointer<CChar>?, version: UnsafePointer<CChar>?) {
    var headers = HTTPHeaders()
    unsafe withUnsafeMutablePointer(to: &headers) { headers in
      _ = unsafe MHD_get_connection_values_n(
        connection, .HEADER_KIND,
        { context, _, name, nameSize, value, valueSize in
          let headers = unsafe context?.assumingMemoryBound(to: HTTPHeaders.self)
          unsafe headers?.pointee.append(
            text(name, nameSize), text(value, valueSize))
          return .YES
        }, headers)
    }
    self.headers = headers
    self.method = HTTPMethod(rawValue: unsafe method.map { unsafe String(cString: $0) } ?? "")
    isHTTP11 = unsafe version.map { unsafe String(cString: $0) } == "HTTP/1.1"
  }

  /// Bytes of the header fields as they came, less what separates them.
  var byteCount: Int { headers.fields.reduce(0) { $0 + $1.name.utf8.count + $1.value.utf8.count + 4 } }

  /// nil where the content is chunked.
  var declaredLength: Int? { headers["Content-Length"].flatMap { Int($0) } }

  var hasBody: Bool { headers["Transfer-Encoding"] != nil || (declaredLength ?? 0) > 0 }

  /// The client holds its content back until it is asked for.
  var expectsContinue: Bool {
    isHTTP11 && headers.list("Expect").contains { $0.lowercased() == "100-continue" }
  }

  /// What makes the head unfit to be answered in its own terms. Two ways to tell the end of the content are one way to
  /// smuggle a request past a proxy (RFC 9112, section 6.3): such a connection ends.
  func problem(_ configuration: HTTPServerConfiguration) -> ProblemDetails? {
    if byteCount > configuration.maximumHeadBytes {
      return refusal(.headTooLarge, "The header fields may have \(configuration.maximumHeadBytes) bytes at most.")
    }
    let hosts = headers.values("Host").count
    if hosts > 1 || (hosts == 0 && isHTTP11) {
      return refusal(.badRequest, "A request has one Host field.")
    }
    let lengths = headers.values("Content-Length")
    let codings = headers.values("Transfer-Encoding")
    if lengths.count > 1 || (!lengths.isEmpty && !codings.isEmpty) {
      return refusal(.badRequest, "A request tells the length of its content in one way.")
    }
    if let coding = codings.first, codings.count > 1 || coding.lowercased() != "chunked" {
      return refusal(.notImplemented, "The only transfer coding taken here is \"chunked\".")
    }
    return nil
  }

  private func refusal(_ status: HTTPStatus, _ detail: String) -> ProblemDetails {
    ProblemDetails(status, detail: detail, headers: ["Connection": "close"])
  }
}

/// Bytes that are not UTF-8 become U+FFFD.
private func text(_ start: UnsafePointer<CChar>?, _ count: Int) -> String {
  guard let start = unsafe start else { return "" }
  return unsafe String(
    decoding: UnsafeRawBufferPointer(start: start, count: count), as: UTF8.self)
}
