import Testing

@testable import Sealing

@Suite("Sealing a record") struct SealingRecords {
  private let key: DriverKey
  private let place = RecordCoordinates(topic: "personal.drives", vehicle: [1, 2, 3, 4], sequence: 77)
  private let payload = Array("hard braking at 14:03".utf8)
  private let associated: [UInt8] = [9, 9]

  init() throws { key = try DriverKey(bytes: (0..<32).map { UInt8($0) }) }

  private func sealed() throws -> [UInt8] { try key.seal(payload, at: place, associatedData: associated) }

  @Test(arguments: [0, 1, 15, 16, 17, 4096, 1 << 20])
  func `opens to what was sealed, 29 bytes longer`(length: Int) throws {
    let payload = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    let sealed = try key.seal(payload, at: place)
    #expect(sealed.count == length + DriverKey.sealedOverhead && DriverKey.sealedOverhead == 29)
    #expect(try key.open(sealed, at: place) == payload)
  }

  @Test func `the same payload at the same place is never sealed to the same bytes`() throws {
    let many = try (0..<200).map { _ in try sealed() }
    #expect(Set(many).count == 200)
    #expect(Set(many.map { $0[1...12] }).count == 200)
  }

  @Test func `a flipped bit anywhere is refused`() throws {
    let sealed = try sealed()
    for bit in 0..<sealed.count * 8 {
      var damaged = sealed
      damaged[bit / 8] ^= 1 << UInt8(bit % 8)
      let expected: SealingError =
        bit < 8
        ? .unknownFormat(operation: "open record", format: damaged[0]) : .notAuthentic(operation: "open record")
      #expect(throws: expected) { try key.open(damaged, at: place, associatedData: associated) }
    }
  }

  @Test func `what is cut short is refused`() throws {
    let sealed = try sealed()
    for length in 0..<sealed.count {
      let expected: SealingError =
        length < 29
        ? .wrongLength(operation: "open record", expected: "29 or more", actual: length)
        : .notAuthentic(operation: "open record")
      #expect(throws: expected) {
        try key.open(Array(sealed.prefix(length)), at: place, associatedData: associated)
      }
    }
    #expect(throws: SealingError.notAuthentic(operation: "open record")) {
      try key.open(sealed + [0], at: place, associatedData: associated)
    }
  }

  @Test func `another place, other associated data or another key is refused`() throws {
    let sealed = try sealed()
    let places = [
      RecordCoordinates(topic: "personal.clips", vehicle: [1, 2, 3, 4], sequence: 77),
      RecordCoordinates(topic: "personal.drives", vehicle: [1, 2, 3, 5], sequence: 77),
      RecordCoordinates(topic: "personal.drives", vehicle: [1, 2, 3, 4], sequence: 78),
      RecordCoordinates(topic: "personal.drives", vehicle: [], sequence: 77),
    ]
    for other in places {
      #expect(throws: SealingError.notAuthentic(operation: "open record")) {
        try key.open(sealed, at: other, associatedData: associated)
      }
    }
    for other in [[], [9], [9, 8], [9, 9, 9]] as [[UInt8]] {
      #expect(throws: SealingError.notAuthentic(operation: "open record")) {
        try key.open(sealed, at: place, associatedData: other)
      }
    }
    #expect(throws: SealingError.notAuthentic(operation: "open record")) {
      try DriverKey.generate().open(sealed, at: place, associatedData: associated)
    }
    #expect(try key.open(sealed, at: place, associatedData: associated) == payload)
  }

  /// The key of a record depends on all of its coordinates, and no two places have one encoding.
  @Test func `each place has a key of its own`() {
    let places = [
      RecordCoordinates(topic: "a", vehicle: [98, 99], sequence: 1),
      RecordCoordinates(topic: "ab", vehicle: [99], sequence: 1),
      RecordCoordinates(topic: "abc", vehicle: [], sequence: 1),
      RecordCoordinates(topic: "a", vehicle: [98, 99], sequence: 256),
      RecordCoordinates(topic: "a", vehicle: [98, 99, 0], sequence: 1),
    ]
    #expect(Set(places.map { KeyDerivation.expand(key.secret, info: $0.encoded).copy }).count == places.count)
    for first in places {
      for second in places where first != second { #expect(!first.encoded.starts(with: second.encoded)) }
    }
  }

  @Test func `a payload above the limit is refused before anything is done`() {
    let large = [UInt8](repeating: 0, count: DriverKey.maximumPlaintextByteCount + 1)
    #expect(
      throws: SealingError.wrongLength(operation: "seal record", expected: "at most 16777216", actual: 16_777_217)
    ) { try key.seal(large, at: place) }
  }
}
