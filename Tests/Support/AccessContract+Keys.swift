internal import Core
internal import Ports

extension AccessContract {
  func keyIsKnown(_ store: any InsurerKeyStore) async throws {
    let insurer = Insurer(id: account(1), name: "known \(account(1).hexadecimal)")
    try await store.add(key: secret(101), of: insurer, at: start)
    let found = try await store.insurer(key: secret(101))
    try require(found == insurer, "a key tells its insurer")
  }

  func unknownKey(_ store: any InsurerKeyStore) async throws {
    let found = try await store.insurer(key: secret(111))
    try require(found == nil, "what was never given is no key")
  }

  func nameIsRevokedWhole(_ store: any InsurerKeyStore) async throws {
    let name = "revoked \(account(1).hexadecimal)"
    try await store.add(key: secret(121), of: Insurer(id: account(2), name: name), at: start)
    try await store.add(key: secret(122), of: Insurer(id: account(3), name: name), at: after(.minutes(1)))
    try await store.add(key: secret(123), of: Insurer(id: account(4), name: name + "!"), at: start)
    let revoked = try await store.revoke(name: name)
    try require(revoked == 2, "a name may have several keys, and all go")
    let gone = try await [store.insurer(key: secret(121)), store.insurer(key: secret(122))]
    try require(gone == [nil, nil], "a revoked key is none")
    let other = try await store.insurer(key: secret(123))
    try require(other != nil, "another name's key stays")
    let again = try await store.revoke(name: name)
    try require(again == 0, "there is nothing left to revoke")
  }

  func nameIsText(_ store: any InsurerKeyStore) async throws {
    let name = "Über'); DROP TABLE insurer_keys; -- \(account(1).hexadecimal)"
    try await store.add(key: secret(131), of: Insurer(id: account(5), name: name), at: start)
    let found = try await store.insurer(key: secret(131))
    try require(found?.name == name, "a name is any text")
  }
}
