import Core
import Ports
import TestSupport
import Testing

@testable import PostgresViews

@Suite(.enabled(if: TestCluster.isInstalled, Comment(rawValue: TestCluster.missing)))
struct `Sessions and keys in PostgreSQL` {
  static let sessions = Result {
    let settings = try TestCluster.shared.get().settings(database: PrivateCluster.personal)
    try Migrator(settings).migrate(.access)
    return PostgresSessionStore(settings)
  }

  static let keys = Result {
    let settings = try TestCluster.shared.get().settings(database: PrivateCluster.network)
    try Migrator(settings).migrate(.insurers)
    return PostgresInsurerKeyStore(settings)
  }

  @Test(arguments: AccessContract.SessionClause.allCases)
  func `keep the contract of a store of sessions`(clause: AccessContract.SessionClause) async throws {
    try await AccessContract(seed: 2).check(clause, try Self.sessions.get())
  }

  @Test(arguments: AccessContract.KeyClause.allCases)
  func `keep the contract of a store of insurers' keys`(clause: AccessContract.KeyClause) async throws {
    try await AccessContract(seed: 2).check(clause, try Self.keys.get())
  }

  @Test func `sweep what is over when somebody signs in`() async throws {
    let settings = try TestCluster.shared.get().settings(database: PrivateCluster.personal)
    _ = try Migrator(settings).migrate(.access, as: "swept")
    let store = PostgresSessionStore(settings, schema: "swept")
    let old = Timestamp(milliseconds: 1_000_000)
    let account = RecordID(high: 77, low: 77)
    func secret(_ byte: UInt8) -> [UInt8] { [UInt8](repeating: byte, count: 32) }
    try await store.addLink(secret(1), account: account, until: old)
    try await store.addLink(secret(2), account: account, until: old + .minutes(5))
    let opened = try await store.redeem(link: secret(2), at: old - .minutes(1), session: secret(3), until: old)
    #expect(opened == account)
    try await store.addLink(secret(4), account: account, until: old + .minutes(5))
    _ = try await store.redeem(link: secret(4), at: old + .minutes(1), session: secret(5), until: old + .hours(1))
    let connection = try TestCluster.connection(PrivateCluster.personal, schema: "swept")
    let left = try connection.query(
      "SELECT secret FROM links WHERE account_id = $1 UNION ALL SELECT secret FROM sessions WHERE account_id = $1",
      [.id(account)], "test")
    #expect(left.compactMap(\.[0].bytes) == [secret(5)])
  }

  @Test func `refuse a secret that is not a hash`() async throws {
    let store = try Self.sessions.get()
    await #expect(throws: ViewError.self) {
      try await store.addLink(
        Array("the secret itself".utf8), account: RecordID(high: 1, low: 1), until: .distantFuture)
    }
  }
}
