import Testing

@testable import Sealing

@Suite("Wrapping a driver's key") struct WrappingKeys {
  private let account = Array("account 5".utf8)

  @Test func `it opens under its root and for its owner`() throws {
    let (root, key) = (try KeyEncryptionKey.generate(), try DriverKey.generate())
    let wrapped = try key.wrapped(under: root, owner: account)
    #expect(wrapped.count == DriverKey.wrappedByteCount)
    #expect(try DriverKey(unwrapping: wrapped, under: root, owner: account).bytes == key.bytes)
    #expect(try wrapped != key.wrapped(under: root, owner: account))
    let restored = try KeyEncryptionKey(bytes: root.bytes)
    #expect(try DriverKey(unwrapping: wrapped, under: restored, owner: account).bytes == key.bytes)
  }

  @Test func `another root or another owner is refused`() throws {
    let (root, key) = (try KeyEncryptionKey.generate(), try DriverKey.generate())
    let wrapped = try key.wrapped(under: root, owner: account)
    let refused = SealingError.notAuthentic(operation: "unwrap driver key")
    #expect(throws: refused) {
      try DriverKey(unwrapping: wrapped, under: root, owner: Array("account 6".utf8))
    }
    #expect(throws: refused) { try DriverKey(unwrapping: wrapped, under: .generate(), owner: account) }
    for bit in 8..<wrapped.count * 8 {
      var damaged = wrapped
      damaged[bit / 8] ^= 1 << UInt8(bit % 8)
      #expect(throws: refused) { try DriverKey(unwrapping: damaged, under: root, owner: account) }
    }
  }

  @Test func `wrong lengths are refused as that`() throws {
    let root = try KeyEncryptionKey.generate()
    #expect(throws: SealingError.wrongLength(operation: "unwrap driver key", expected: "61", actual: 60)) {
      try DriverKey(unwrapping: [UInt8](repeating: 1, count: 60), under: root, owner: account)
    }
    #expect(throws: SealingError.wrongLength(operation: "read driver key", expected: "32", actual: 31)) {
      try DriverKey(bytes: [UInt8](repeating: 1, count: 31))
    }
    #expect(throws: SealingError.wrongLength(operation: "read key-encryption key", expected: "32", actual: 0)) {
      try KeyEncryptionKey(bytes: [])
    }
    #expect(throws: SealingError.wrongLength(operation: "wrap driver key", expected: "at most 1024", actual: 1025)) {
      try DriverKey.generate().wrapped(under: root, owner: [UInt8](repeating: 0, count: 1025))
    }
  }

  /// A wrapped key is no record and a record no wrapped key, even under one key.
  @Test func `a wrapped key does not open as a record`() throws {
    let root = try KeyEncryptionKey.generate()
    let wrapped = try DriverKey.generate().wrapped(under: root, owner: account)
    let place = RecordCoordinates(topic: "personal.drives", vehicle: [], sequence: 0)
    #expect(throws: SealingError.notAuthentic(operation: "open record")) {
      try DriverKey(bytes: root.bytes).open(wrapped, at: place)
    }
  }

  @Test func `two keys differ, and wiping clears`() throws {
    #expect(try DriverKey.generate().bytes != DriverKey.generate().bytes)
    var secret = try DriverKey.generate().bytes
    wipe(&secret)
    #expect(secret == [UInt8](repeating: 0, count: 32))
  }
}
