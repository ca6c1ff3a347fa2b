/// How one request is to be answered: decided from its head, before any of its content is read.
struct Assignment: Sendable {
  /// For the access log; never the path itself.
  let template: String
  let bodyLimit: Int?
  let parameters: PathParameters
  let handler: Router.Handler
}

extension Router {
  static let unmatchedTemplate = "(none)"

  func assign(_ method: HTTPMethod, _ target: RequestTarget) -> Assignment {
    if target.isAsterisk {
      return method == .options
        ? Self.fixed(Self.unmatchedTemplate) { Response(.noContent) }
        : Self.problem(Self.unmatchedTemplate, ProblemDetails(.badRequest, detail: "Only OPTIONS may ask for \"*\"."))
    }
    switch match(method, target.segments) {
    case .route(let route, let parameters):
      return Assignment(
        template: route.path.text, bodyLimit: route.bodyLimit, parameters: parameters, handler: route.handler)
    case .otherMethods(let template, let allowed) where method == .options:
      return Self.fixed(template) { Response(.noContent, headers: ["Allow": allowed]) }
    case .otherMethods(let template, let allowed):
      return Self.problem(
        template,
        ProblemDetails(
          .methodNotAllowed, detail: "This resource answers \(allowed).", headers: ["Allow": allowed]))
    case .nothing:
      return Self.problem(
        Self.unmatchedTemplate, ProblemDetails(.notFound, detail: "There is no resource of this path."))
    }
  }

  private static func problem(_ template: String, _ problem: ProblemDetails) -> Assignment {
    fixed(template) { problem.response }
  }

  private static func fixed(_ template: String, _ answer: @escaping @Sendable () -> Response) -> Assignment {
    Assignment(template: template, bodyLimit: nil, parameters: PathParameters()) { _ in answer() }
  }
}
