import Core
import Foundation
import HTTPFront
import Ports

/// Owners: signing in with a one-time link, the session after it, signing out.
struct OwnerAccess: Sendable {
  static let cookieName = "swerve_session"
  /// Where a browser goes once it is signed in.
  static let home = "/"

  let store: any SessionStore
  let clock: any WallClock
  var rule = SignInRule()
  /// Cookies go over TLS only: wherever a proxy with TLS stands in front.
  var isSecure = false

  /// Whose session the request shows; `.anonymous` when it shows none that is alive.
  /// - Throws: a 403 when a cookie would change something and the request does not come from the own page.
  func principal(of request: Request) async throws -> Principal {
    guard let session = try await session(of: request) else { return .anonymous }
    return .owner(account: session.account)
  }

  /// The account of the signed-in owner.
  /// - Throws: the problem to answer with, when the action is not for whoever asks.
  func owner(_ request: Request, _ action: Action) async throws -> RecordID {
    guard let session = try await session(of: request) else { throw ProblemDetails(.notSignedIn) }
    let decision = Authorization.decide(.owner(account: session.account), action, .account(session.account))
    if case .denied(let denial) = decision { throw ProblemDetails(denial) }
    return session.account
  }

  /// Makes a link that signs in once.
  func link(for account: RecordID) async throws(ViewError) -> AccessToken {
    var generator = SystemRandomNumberGenerator()
    let token = AccessToken(.link, using: &generator)
    try await store.addLink(token.hash, account: account, until: clock.now() + rule.linkLife)
    return token
  }

  static func path(of link: AccessToken) -> String { "/v1/session?token=\(link.text)" }

  func addRoutes(to router: inout Router) {
    router.get("/v1/session") { request in
      if let text = request.query["token"] { return try await signIn(text, request) }
      guard let session = try await session(of: request) else { throw ProblemDetails(.notSignedIn) }
      var response = try Response.json(SessionAnswer(session))
      response.headers["Cache-Control"] = "no-store"
      return response
    }
    router.on(.delete, "/v1/session") { request in
      _ = try await owner(request, .signOut)
      if let token = token(of: request) {
        try await available { () throws(ViewError) in try await store.end(session: token.hash) }
      }
      return Response(.noContent, headers: ["Set-Cookie": cookie("", seconds: 0), "Cache-Control": "no-store"])
    }
  }

  // MARK: Details

  private func signIn(_ text: String, _ request: Request) async throws -> Response {
    guard request.origin.isDirect else {
      throw ProblemDetails(.forbidden, detail: "Another site's page opened this link. Open it yourself.")
    }
    var generator = SystemRandomNumberGenerator()
    let session = AccessToken(.session, using: &generator)
    let now = clock.now()
    let account: RecordID? =
      if let link = AccessToken(.link, text: text) {
        try await available { () throws(ViewError) in
          try await store.redeem(link: link.hash, at: now, session: session.hash, until: now + rule.sessionLife)
        }
      } else { nil }
    guard account != nil else {
      throw ProblemDetails(.forbidden, detail: "This link was used, or its time is over. Ask for another one.")
    }
    return Response(
      .seeOther,
      headers: [
        "Location": Self.home, "Set-Cookie": cookie(session.text, seconds: Int(rule.sessionLife.seconds)),
        "Cache-Control": "no-store", "Referrer-Policy": "no-referrer",
      ])
  }

  private func session(of request: Request) async throws -> OwnerSession? {
    guard let token = token(of: request) else { return nil }
    // A bearer token is set by whoever asks; only a cookie comes by itself.
    if request.bearerToken == nil, !request.method.isSafe, !request.origin.isOwnPage {
      throw ProblemDetails(.forbidden, detail: "This does not come from the own page.")
    }
    let now = clock.now()
    return try await available { () throws(ViewError) in try await store.session(token.hash, at: now) }
  }

  private func token(of request: Request) -> AccessToken? {
    (request.bearerToken ?? request.cookie(Self.cookieName)).flatMap { AccessToken(.session, text: $0) }
  }

  private func cookie(_ value: String, seconds: Int) -> String {
    SetCookie(name: Self.cookieName, value: value, maximumAge: seconds, isSecure: isSecure).fieldValue
  }

  private func available<Value: Sendable>(
    _ body: () async throws(ViewError) -> Value
  ) async throws -> Value {
    do { return try await body() } catch {
      Console.note("sessions: \(error.operation): \(error.reason)")
      throw ProblemDetails.accessUnavailable
    }
  }
}

/// `GET /v1/session`
struct SessionAnswer: Encodable {
  var account: String
  var until: Date

  init(_ session: OwnerSession) {
    account = session.account.hexadecimal
    until = Date(timeIntervalSince1970: session.until.seconds)
  }
}

extension Request {
  var origin: RequestOrigin {
    RequestOrigin(site: headers["Sec-Fetch-Site"], origin: headers["Origin"], host: headers["Host"])
  }
}
