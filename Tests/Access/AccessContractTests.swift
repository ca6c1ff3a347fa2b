import TestSupport
import Testing

@Suite("Stores of sessions and keys, in memory")
struct AccessContractTests {
  @Test(arguments: AccessContract.SessionClause.allCases)
  func `keep what every store of sessions promises`(clause: AccessContract.SessionClause) async throws {
    try await AccessContract(seed: 1).check(clause, MemorySessionStore())
  }

  @Test(arguments: AccessContract.KeyClause.allCases)
  func `keep what every store of insurers' keys promises`(clause: AccessContract.KeyClause) async throws {
    try await AccessContract(seed: 1).check(clause, MemoryInsurerKeyStore())
  }
}
