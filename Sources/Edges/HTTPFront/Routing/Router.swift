/// Which handler answers which method and path. 404, 405 with `Allow`, HEAD and OPTIONS follow from the routes.
public struct Router: Sendable {
  /// What it throws is answered as a problem: `ProblemDetails` as it is, a `RequestBodyError` by its kind, all else
  /// as a 500 that says nothing of the error.
  public typealias Handler = @Sendable (Request) async throws -> Response

  /// Routes are tried one after the other.
  private static let maximumRoutes = 1_000

  private var routes: [Route] = []

  public init() {}

  /// Adds a route; the most specific template that fits a path answers it, whatever the order of adding.
  /// - Parameters:
  ///   - template: "/v1/hazards/{id}"; "{path...}" at the end takes the rest of the path.
  ///   - bodyLimit: bytes of content this route takes; nil means the server's own limit.
  /// - Precondition: no route of the same method and shape exists.
  public mutating func on(
    _ method: HTTPMethod, _ template: String, bodyLimit: Int? = nil, handler: @escaping Handler
  ) {
    let path = PathTemplate(template)
    precondition(
      !routes.contains { $0.method == method && $0.path.shape == path.shape },
      "two routes answer \(method) \(template)")
    precondition(routes.count < Self.maximumRoutes, "a router has \(Self.maximumRoutes) routes at most")
    let route = Route(method: method, path: path, bodyLimit: bodyLimit, handler: handler)
    let place = routes.firstIndex { path.isMoreSpecific(than: $0.path) } ?? routes.endIndex
    routes.insert(route, at: place)
  }

  public mutating func get(_ template: String, handler: @escaping Handler) {
    on(.get, template, handler: handler)
  }

  public mutating func post(_ template: String, bodyLimit: Int? = nil, handler: @escaping Handler) {
    on(.post, template, bodyLimit: bodyLimit, handler: handler)
  }

  struct Route: Sendable {
    let method: HTTPMethod
    let path: PathTemplate
    let bodyLimit: Int?
    let handler: Handler
  }

  /// What it answers, in the order of looking: for a description of the interface to be held against.
  package var inventory: [RouteName] { routes.map { RouteName(method: $0.method, template: $0.path.text) } }

  enum Match: Sendable {
    case route(Route, PathParameters)
    /// The path is known, the method is not.
    case otherMethods(template: String, allowed: String)
    case nothing
  }

  func match(_ method: HTTPMethod, _ path: [String]) -> Match {
    // The first template that fits decides the path; only its own shape's methods count for it.
    guard let first = routes.first(where: { $0.path.match(path) != nil }) else { return .nothing }
    let shape = first.path.shape
    var fallback: (Route, PathParameters)?
    var methods: Set<HTTPMethod> = [.options]
    for route in routes where route.path.shape == shape {
      guard let parameters = route.path.match(path) else { continue }
      if route.method == method { return .route(route, parameters) }
      if route.method == .get { fallback = (route, parameters) }
      methods.insert(route.method)
    }
    if methods.contains(.get) { methods.insert(.head) }
    if method == .head, let (route, parameters) = fallback { return .route(route, parameters) }
    return .otherMethods(
      template: first.path.text, allowed: methods.map(\.rawValue).sorted().joined(separator: ", "))
  }
}
