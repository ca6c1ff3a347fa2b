/// What If-Match and If-None-Match make of a request (RFC 9110, section 13.2).
public enum PreconditionOutcome: Hashable, Sendable {
  case proceed
  /// 304: the client has this version.
  case notModified
  /// 412: the resource is not as the client believes.
  case failed
}

extension Request {
  /// - Parameter current: the tag of the resource as it is; nil where it does not exist.
  public func evaluatePreconditions(against current: EntityTag?) -> PreconditionOutcome {
    if let wanted = EntityTagList(headers.values("If-Match")) {
      guard wanted.contains(current, by: { $0.matchesStrongly($1) }) else { return .failed }
    }
    if let known = EntityTagList(headers.values("If-None-Match")),
      known.contains(current, by: { $0.matchesWeakly($1) })
    {
      return method == .get || method == .head ? .notModified : .failed
    }
    return .proceed
  }
}

extension Response {
  /// Answers 304 or 412 where the request's conditions say so, and else what `make` gives, with its tag.
  /// - Parameters:
  ///   - current: the tag of the resource as it is; nil where it does not exist.
  ///   - cacheControl: sent with 304 as with 200.
  public static func conditional(
    _ request: Request, tag current: EntityTag?, cacheControl: String? = nil, make: () throws -> Response
  ) rethrows -> Response {
    var response: Response
    switch request.evaluatePreconditions(against: current) {
    case .failed:
      return ProblemDetails(.preconditionFailed, detail: "The resource has another version.").response
    case .notModified: response = Response(.notModified)
    case .proceed: response = try make()
    }
    // After a change the old tag says nothing any more.
    if request.method.isSafe, let current { response.headers["ETag"] = current.fieldValue }
    if let cacheControl { response.headers["Cache-Control"] = cacheControl }
    return response
  }
}
