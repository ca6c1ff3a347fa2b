/// A status code (RFC 9110, section 15).
public struct HTTPStatus: Hashable, Sendable, ExpressibleByIntegerLiteral {
  public let code: Int

  /// - Precondition: a final status, 200 to 599. Interim answers (100 Continue) are the server's own business.
  public init(_ code: Int) {
    precondition((200...599).contains(code), "a final status has a code from 200 to 599")
    self.code = code
  }

  public init(integerLiteral value: Int) { self.init(value) }

  public static let ok: HTTPStatus = 200
  public static let created: HTTPStatus = 201
  public static let accepted: HTTPStatus = 202
  public static let noContent: HTTPStatus = 204
  public static let partialContent: HTTPStatus = 206
  public static let seeOther: HTTPStatus = 303
  public static let notModified: HTTPStatus = 304
  public static let badRequest: HTTPStatus = 400
  public static let unauthorized: HTTPStatus = 401
  public static let forbidden: HTTPStatus = 403
  public static let notFound: HTTPStatus = 404
  public static let methodNotAllowed: HTTPStatus = 405
  public static let requestTimeout: HTTPStatus = 408
  public static let conflict: HTTPStatus = 409
  public static let gone: HTTPStatus = 410
  public static let preconditionFailed: HTTPStatus = 412
  public static let contentTooLarge: HTTPStatus = 413
  public static let targetTooLong: HTTPStatus = 414
  public static let unsupportedMediaType: HTTPStatus = 415
  public static let rangeNotSatisfiable: HTTPStatus = 416
  public static let unprocessableContent: HTTPStatus = 422
  public static let tooManyRequests: HTTPStatus = 429
  public static let headTooLarge: HTTPStatus = 431
  public static let internalServerError: HTTPStatus = 500
  public static let notImplemented: HTTPStatus = 501
  public static let serviceUnavailable: HTTPStatus = 503

  /// The phrase of RFC 9110; nil for a code this service gives no name.
  public var reasonPhrase: String? { Self.phrases[code] }

  private static let phrases: [Int: String] = [
    200: "OK", 201: "Created", 202: "Accepted", 204: "No Content", 206: "Partial Content", 303: "See Other",
    304: "Not Modified", 400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found",
    405: "Method Not Allowed", 408: "Request Timeout", 409: "Conflict", 410: "Gone", 412: "Precondition Failed",
    413: "Content Too Large", 414: "URI Too Long", 415: "Unsupported Media Type", 416: "Range Not Satisfiable",
    422: "Unprocessable Content", 429: "Too Many Requests", 431: "Request Header Fields Too Large",
    500: "Internal Server Error", 501: "Not Implemented", 503: "Service Unavailable",
  ]
}
