extension ProblemDetails {
  /// What a client is told of an error a handler threw. An error that is not meant for clients says nothing of itself.
  init(describing error: any Error) {
    switch error {
    case let problem as ProblemDetails: self = problem
    case let error as RequestBodyError: self = Self.problem(of: error)
    case let error as CursorError:
      self.init(.badRequest, detail: error.description)
    case is CancellationError: self = .stopping
    default: self.init(.internalServerError)
    }
  }

  private static func problem(of error: RequestBodyError) -> ProblemDetails {
    switch error {
    case .tooLarge(let limit): .contentTooLarge(limit: limit)
    case .disconnected: ProblemDetails(.requestTimeout, detail: "The content of the request did not arrive in time.")
    case .cancelled, .stopping: .stopping
    }
  }

  static func contentTooLarge(limit: Int) -> ProblemDetails {
    ProblemDetails(
      .contentTooLarge, detail: "The content of this request may have \(limit) bytes at most.",
      extensions: ["limit": .integer(limit)])
  }

  static let stopping = ProblemDetails(
    .serviceUnavailable, detail: "The server is stopping. Try again.",
    headers: ["Retry-After": "1", "Connection": "close"])

  static let overloaded = ProblemDetails(
    .serviceUnavailable, detail: "The server has as many requests as it takes at once. Try again.",
    headers: ["Retry-After": "1"])
}
