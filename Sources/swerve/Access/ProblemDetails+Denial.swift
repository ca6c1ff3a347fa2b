import Core
import HTTPFront

extension ProblemDetails {
  /// - Parameter scheme: what a client may show instead (RFC 9110, section 11.6.1).
  init(_ denial: Authorization.Denial, scheme: String = "Bearer") {
    switch denial {
    case .notSignedIn:
      self.init(
        .unauthorized, detail: "Sign in, or show a key that is valid.", headers: ["WWW-Authenticate": scheme])
    case .notPermitted: self.init(.forbidden, detail: "This is not for whoever asks.")
    case .notYours: self.init(.notFound, detail: "There is nothing of this name.")
    }
  }

  /// The database does not answer.
  static let accessUnavailable = ProblemDetails(
    .serviceUnavailable, detail: "Who you are cannot be looked up now. Try again.", headers: ["Retry-After": "1"])
}
