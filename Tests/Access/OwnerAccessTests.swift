import Core
import HTTPFront
import Ports
import TestSupport
import Testing

@testable import swerve

@Suite("An owner's session")
struct OwnerAccessTests {
  let account = RecordID(high: 1, low: 2)
  let clock = SettableClock(Timestamp(milliseconds: 1_767_225_600_000))
  let store = MemorySessionStore()
  var access: OwnerAccess { OwnerAccess(store: store, clock: clock) }

  /// A session that is open.
  func session() async throws -> String {
    var generator = SystemRandomNumberGenerator()
    let session = AccessToken(.session, using: &generator)
    let link = try await access.link(for: account)
    let now = clock.now()
    let opened = try await store.redeem(
      link: link.hash, at: now, session: session.hash, until: now + access.rule.sessionLife)
    #expect(opened == account)
    return session.text
  }

  static func request(
    _ method: HTTPMethod = .get, cookie: String? = nil, bearer: String? = nil, site: String? = nil,
    origin: String? = nil
  ) -> Request {
    var headers: HTTPHeaders = ["Host": "127.0.0.1:8080"]
    headers["Cookie"] = cookie.map { "\(OwnerAccess.cookieName)=\($0)" }
    headers["Authorization"] = bearer.map { "Bearer \($0)" }
    headers["Sec-Fetch-Site"] = site
    headers["Origin"] = origin
    return Request(method: method, headers: headers)
  }

  @Test func `is shown by a cookie or a bearer token`() async throws {
    let session = try await session()
    for request in [Self.request(cookie: session), Self.request(bearer: session)] {
      #expect(try await access.principal(of: request) == .owner(account: account))
      #expect(try await access.owner(request, .listTrips) == account)
    }
  }

  @Test func `is nobody's without one that is alive`() async throws {
    let session = try await session()
    var generator = SeededGenerator(seed: 1)
    let strange = [
      nil, "", "x", String(session.dropLast()), session + "0", session.uppercased(),
      AccessToken(.session, using: &generator).text, AccessToken(.link, using: &generator).text,
    ]
    for cookie in strange {
      #expect(try await access.principal(of: Self.request(cookie: cookie)) == .anonymous)
      await #expect(throws: ProblemDetails(.notSignedIn)) {
        try await access.owner(Self.request(cookie: cookie), .listTrips)
      }
    }
    clock.advance(by: access.rule.sessionLife)
    #expect(try await access.principal(of: Self.request(cookie: session)) == .anonymous)
  }

  @Test func `may not do what is not an owner's`() async throws {
    let session = try await session()
    for action in [Action.appendUpload, .readInsights, .evictClip, .issueSignInLink] {
      await #expect(throws: ProblemDetails(.notPermitted)) {
        try await access.owner(Self.request(bearer: session), action)
      }
    }
  }

  @Test(arguments: [HTTPMethod.post, .put, .patch, .delete])
  func `changes nothing for another site's page`(method: HTTPMethod) async throws {
    let session = try await session()
    for (site, origin) in [("cross-site", nil), ("same-site", nil), (nil, "http://evil.example"), (nil, "null")] {
      let forged = Self.request(method, cookie: session, site: site, origin: origin)
      let error = await #expect(throws: ProblemDetails.self) { try await access.owner(forged, .deleteClip) }
      #expect(error?.status == .forbidden)
      // Reading is harmless: the page that asks does not see the answer.
      let read = Self.request(cookie: session, site: site, origin: origin)
      #expect(try await access.owner(read, .listTrips) == account)
      // A token that the asking page had to know is not forged.
      let shown = Self.request(method, bearer: session, site: site, origin: origin)
      #expect(try await access.owner(shown, .deleteClip) == account)
    }
    for (site, origin) in [("same-origin", nil), (nil, "http://127.0.0.1:8080"), (nil, nil)] as [(String?, String?)] {
      let own = Self.request(method, cookie: session, site: site, origin: origin)
      #expect(try await access.owner(own, .deleteClip) == account)
    }
  }

  @Test func `is kept as a hash only`() async throws {
    var generator = SeededGenerator(seed: 7)
    let token = AccessToken(.session, using: &generator)
    #expect(token.text.utf8.count == 4 + 64)
    #expect(token.hash.count == 32 && !token.text.contains(Hexadecimal.encode(token.hash)))
    #expect(AccessToken(.session, text: token.text)?.hash == token.hash)
    #expect(AccessToken(.insurer, text: token.text) == nil)
  }

  @Test func `cannot be looked up while the store does not answer`() async throws {
    let access = OwnerAccess(store: SilentStore(), clock: clock)
    var generator = SeededGenerator(seed: 7)
    let request = Self.request(bearer: AccessToken(.session, using: &generator).text)
    await #expect(throws: ProblemDetails.accessUnavailable) { try await access.owner(request, .listTrips) }
    await #expect(throws: ProblemDetails.accessUnavailable) {
      let key = AccessToken(.insurer, using: &generator)
      _ = try await InsurerAccess(store: SilentStore()).insurer(Self.request(bearer: key.text), .readInsights)
    }
  }
}

@Suite("An insurer's key")
struct InsurerAccessTests {
  @Test func `lets its insurer read insights and nothing else`() async throws {
    let store = MemoryInsurerKeyStore()
    let access = InsurerAccess(store: store)
    let key = try await access.key(name: "Example Mutual", at: Timestamp(milliseconds: 0))
    let request = OwnerAccessTests.request(bearer: key.text)
    #expect(try await access.insurer(request, .readInsights).name == "Example Mutual")
    for action in Action.allCases where action != .readInsights && action != .readHazards {
      await #expect(throws: ProblemDetails(.notPermitted)) { try await access.insurer(request, action) }
    }
    #expect(try await store.revoke(name: "Example Mutual") == 1)
    await #expect(throws: ProblemDetails(.notSignedIn)) { try await access.insurer(request, .readInsights) }
  }

  @Test func `is never taken from a cookie, and no other token is one`() async throws {
    let access = InsurerAccess(store: MemoryInsurerKeyStore())
    let key = try await access.key(name: "Example Mutual", at: Timestamp(milliseconds: 0))
    var generator = SeededGenerator(seed: 3)
    let requests = [
      OwnerAccessTests.request(), OwnerAccessTests.request(cookie: key.text),
      OwnerAccessTests.request(bearer: AccessToken(.session, using: &generator).text),
      OwnerAccessTests.request(bearer: AccessToken(.insurer, using: &generator).text),
      OwnerAccessTests.request(bearer: String(key.text.dropFirst(4))),
    ]
    for request in requests {
      await #expect(throws: ProblemDetails(.notSignedIn)) { try await access.insurer(request, .readInsights) }
    }
  }
}

/// A database that is down.
struct SilentStore: SessionStore, InsurerKeyStore {
  static let error = ViewError(.unavailable, operation: "asking", reason: "no answer")

  func addLink(_ link: [UInt8], account: RecordID, until: Timestamp) async throws(ViewError) { throw Self.error }
  func redeem(
    link: [UInt8], at now: Timestamp, session: [UInt8], until: Timestamp
  ) async throws(ViewError) -> RecordID? { throw Self.error }
  func session(_ session: [UInt8], at now: Timestamp) async throws(ViewError) -> OwnerSession? { throw Self.error }
  func end(session: [UInt8]) async throws(ViewError) { throw Self.error }
  func endAll(of account: RecordID) async throws(ViewError) { throw Self.error }
  func add(key: [UInt8], of insurer: Insurer, at now: Timestamp) async throws(ViewError) { throw Self.error }
  func insurer(key: [UInt8]) async throws(ViewError) -> Insurer? { throw Self.error }
  func revoke(name: String) async throws(ViewError) -> Int { throw Self.error }
}
