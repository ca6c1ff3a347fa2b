/// One request as a handler sees it. It does not carry the client's address: what a handler cannot see it cannot log.
public struct Request: Sendable {
  public let method: HTTPMethod
  /// Decoded path segments; "/" has none.
  public let segments: [String]
  /// What the template's names matched, decoded.
  public let parameters: PathParameters
  public let query: QueryParameters
  public let headers: HTTPHeaders
  public let body: RequestBody

  public init(
    method: HTTPMethod, segments: [String] = [], parameters: PathParameters = PathParameters(),
    query: QueryParameters = QueryParameters(), headers: HTTPHeaders = HTTPHeaders(),
    body: RequestBody = RequestBody([])
  ) {
    self.method = method
    self.segments = segments
    self.parameters = parameters
    self.query = query
    self.headers = headers
    self.body = body
  }

  /// The decoded segments joined by "/". Do not split it again: a segment may hold an encoded slash.
  public var path: String { "/" + segments.joined(separator: "/") }
}

/// Values of the names in a path template.
public struct PathParameters: Hashable, Sendable {
  private let values: [String: String]

  public init(_ values: [String: String] = [:]) { self.values = values }

  /// - Precondition: the template of the route has the name.
  public subscript(name: String) -> String {
    guard let value = values[name] else { preconditionFailure("the route's template has no {\(name)}") }
    return value
  }
}
