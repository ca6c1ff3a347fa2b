import Ports
import TestSupport
import Testing

/// Exhaustive, and therefore seconds long in a debug build: 44,000 cuts and flips.
@Suite struct `Damaged bytes` {
  @Test(arguments: GoldenVector.published)
  func `cut off anywhere give a value or a fault`(vector: GoldenVector) throws {
    for length in vector.bytes.indices { try expectValueOrFault(Array(vector.bytes[..<length]), vector.message) }
  }

  @Test(arguments: GoldenVector.published)
  func `with any one bit flipped give a value or a fault`(vector: GoldenVector) throws {
    var bytes = vector.bytes
    for index in bytes.indices {
      for bit in 0..<8 {
        bytes[index] ^= 1 << UInt8(bit)
        try expectValueOrFault(bytes, vector.message)
        bytes[index] ^= 1 << UInt8(bit)
      }
    }
  }

  @Test(arguments: MessageKind.allCases)
  func `of pure noise give a value or a fault`(message: MessageKind) throws {
    var random = SeededGenerator(seed: 20_251_101)
    for _ in 0..<2_000 {
      let length = Int.random(in: 0..<200, using: &random)
      try expectValueOrFault((0..<length).map { _ in UInt8.random(in: 0...255, using: &random) }, message)
    }
  }

  /// A value is one that stays itself: writing it and reading it again changes nothing.
  private func expectValueOrFault(_ bytes: [UInt8], _ message: MessageKind) throws {
    let first: [UInt8]
    do { first = try message.canonical(bytes) } catch { return }
    let second = try message.canonical(first)
    if first != second { Issue.record("\(message.rawValue) reads \(first) as \(second)") }
  }
}
