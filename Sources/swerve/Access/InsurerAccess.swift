import Core
import HTTPFront
import Ports

/// Insurers: a key that is shown with every request.
struct InsurerAccess: Sendable {
  let store: any InsurerKeyStore

  /// The insurer whose key the request shows.
  /// - Throws: the problem to answer with, when the action is not for whoever asks.
  func insurer(_ request: Request, _ action: Action) async throws -> Insurer {
    guard let token = request.bearerToken.flatMap({ AccessToken(.insurer, text: $0) }) else {
      throw ProblemDetails(.notSignedIn)
    }
    let found: Insurer?
    do { found = try await store.insurer(key: token.hash) } catch {
      Console.note("insurers' keys: \(error.operation): \(error.reason)")
      throw ProblemDetails.accessUnavailable
    }
    guard let found else { throw ProblemDetails(.notSignedIn) }
    if case .denied(let denial) = Authorization.decide(.insurer(id: found.id), action, .common) {
      throw ProblemDetails(denial)
    }
    return found
  }

  /// Makes a key, which is seen here and never again.
  func key(name: String, at now: Timestamp) async throws(ViewError) -> AccessToken {
    var generator = SystemRandomNumberGenerator()
    let token = AccessToken(.insurer, using: &generator)
    try await store.add(
      key: token.hash, of: Insurer(id: RecordID.random(using: &generator), name: name), at: now)
    return token
  }
}
