public import Foundation

/// An answer: status, header fields, content. `Date`, `Content-Length` and `Connection` are the server's own.
public struct Response: Sendable {
  public var status: HTTPStatus
  public var headers: HTTPHeaders
  public var body: ResponseBody

  public init(_ status: HTTPStatus, headers: HTTPHeaders = HTTPHeaders(), body: ResponseBody = .empty) {
    self.status = status
    self.headers = headers
    self.body = body
  }

  public init(_ status: HTTPStatus = .ok, contentType: String, bytes: [UInt8]) {
    self.init(status, headers: ["Content-Type": contentType], body: .bytes(bytes))
  }

  public static func text(_ text: String, status: HTTPStatus = .ok) -> Response {
    Response(status, contentType: "text/plain; charset=utf-8", bytes: Array(text.utf8))
  }

  /// The value as JSON, keys sorted so that equal values give equal bytes (and equal entity tags).
  /// - Parameter encoder: for dates and keys of another form.
  /// - Throws: what the encoder throws; a handler that lets it through answers with 500.
  public static func json(
    _ value: some Encodable, status: HTTPStatus = .ok, encoder: JSONEncoder = Response.makeEncoder()
  ) throws -> Response {
    Response(status, contentType: "application/json", bytes: Array(try encoder.encode(value)))
  }

  public static func makeEncoder() -> JSONEncoder {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.dateEncodingStrategy = .iso8601
    return encoder
  }
}
