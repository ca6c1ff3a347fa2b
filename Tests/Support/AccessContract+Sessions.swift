internal import Core
internal import Ports

extension AccessContract {
  func linkSignsInOnce(_ store: any SessionStore) async throws {
    try await store.addLink(secret(1), account: account(1), until: after(.minutes(15)))
    let first = try await store.redeem(
      link: secret(1), at: after(.minutes(1)), session: secret(2), until: after(.hours(1)))
    try require(first == account(1), "a link signs its account in")
    let session = try await store.session(secret(2), at: after(.minutes(1)))
    try require(
      session == OwnerSession(account: account(1), until: after(.hours(1))), "the session is the link's, to its time")
    let second = try await store.redeem(
      link: secret(1), at: after(.minutes(1)), session: secret(3), until: after(.hours(1)))
    try require(second == nil, "a link signs in once")
    let another = try await store.session(secret(3), at: after(.minutes(1)))
    try require(another == nil, "a refused link opens no session")
  }

  func linkIsForgottenInTime(_ store: any SessionStore) async throws {
    // Earlier than all other checks: a store may sweep what is over.
    let end = start - .hours(10)
    try await store.addLink(secret(11), account: account(1), until: end)
    let late = try await store.redeem(link: secret(11), at: end, session: secret(12), until: end + .hours(1))
    try require(late == nil, "a link's last moment is not its own")
    let session = try await store.session(secret(12), at: end)
    try require(session == nil, "an old link opens no session")
  }

  func unknownLink(_ store: any SessionStore) async throws {
    let account = try await store.redeem(link: secret(21), at: start, session: secret(22), until: after(.hours(1)))
    try require(account == nil, "what was never given signs nobody in")
    try await store.addLink(secret(23), account: self.account(1), until: after(.minutes(15)))
    let asSession = try await store.session(secret(23), at: start)
    try require(asSession == nil, "a link is no session")
  }

  func sessionEndsInTime(_ store: any SessionStore) async throws {
    try await open(secret(32), with: secret(31), account(3), store)
    let last = try await store.session(secret(32), at: after(.minutes(60)) - .milliseconds(1))
    try require(last?.account == account(3), "a session lives to the last millisecond")
    let late = try await store.session(secret(32), at: after(.minutes(60)))
    try require(late == nil, "and not beyond")
  }

  func sessionIsEnded(_ store: any SessionStore) async throws {
    try await open(secret(42), with: secret(41), account(4), store)
    try await open(secret(44), with: secret(43), account(4), store)
    try await store.end(session: secret(42))
    try await store.end(session: secret(42))
    let ended = try await store.session(secret(42), at: start)
    try require(ended == nil, "an ended session is none")
    let other = try await store.session(secret(44), at: start)
    try require(other?.account == account(4), "the owner's other session lives on")
  }

  func accountIsForgotten(_ store: any SessionStore) async throws {
    try await open(secret(72), with: secret(71), account(8), store)
    try await open(secret(74), with: secret(73), account(9), store)
    try await store.addLink(secret(75), account: account(8), until: after(.minutes(15)))
    try await store.endAll(of: account(8))
    let session = try await store.session(secret(72), at: start)
    try require(session == nil, "an account that is forgotten has no session")
    let link = try await store.redeem(link: secret(75), at: start, session: secret(76), until: after(.hours(1)))
    try require(link == nil, "and no link")
    let other = try await store.session(secret(74), at: start)
    try require(other?.account == account(9), "another's session lives on")
  }

  func sessionsAreApart(_ store: any SessionStore) async throws {
    try await open(secret(52), with: secret(51), account(5), store)
    try await open(secret(54), with: secret(53), account(6), store)
    let one = try await store.session(secret(52), at: start)
    let other = try await store.session(secret(54), at: start)
    try require(one?.account == account(5) && other?.account == account(6), "each session is its own account's")
  }

  func oneOfManyGetsIn(_ store: any SessionStore) async throws {
    try await store.addLink(secret(61), account: account(7), until: after(.minutes(15)))
    let (link, now, until) = (secret(61), start, after(.hours(1)))
    let sessions = (62..<70).map { secret($0) }
    let accounts = try await withThrowingTaskGroup { group in
      for session in sessions {
        group.addTask { try await store.redeem(link: link, at: now, session: session, until: until) }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    try require(accounts.compactMap(\.self).count == 1, "of eight at once one gets in")
  }

  private func open(
    _ session: [UInt8], with link: [UInt8], _ account: RecordID, _ store: any SessionStore
  ) async throws {
    try await store.addLink(link, account: account, until: after(.minutes(15)))
    let opened = try await store.redeem(link: link, at: start, session: session, until: after(.hours(1)))
    try require(opened == account, "a link signs its account in")
  }
}
