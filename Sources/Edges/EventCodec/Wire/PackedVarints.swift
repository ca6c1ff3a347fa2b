internal import Ports

/// The content of one packed field of varints.
struct PackedVarints: ~Escapable {
  /// The highest bit of every byte: set on all but the last byte of a varint.
  private static let continuation: UInt64 = 0x8080_8080_8080_8080
  private static let longestVarint = 10

  private let bytes: Span<UInt8>
  /// How many varints end in these bytes.
  private let count: Int

  /// A piece that ends in the middle of a varint is `.malformed`.
  @_lifetime(copy bytes)
  init(_ bytes: Span<UInt8>) throws(DecodingFault) {
    guard bytes.isEmpty || bytes[bytes.count - 1] < 0x80 else { throw .malformed }
    var count = 0
    var position = 0
    while position <= bytes.count - 8 {
      // One bit a byte; the product adds the eight of them in its highest byte.
      let ends = (~Self.word(bytes, position) & Self.continuation) >> 7
      count += Int((ends &* 0x0101_0101_0101_0101) >> 56)
      position += 8
    }
    while position < bytes.count {
      count += bytes[position] < 0x80 ? 1 : 0
      position += 1
    }
    self.bytes = bytes
    self.count = count
  }

  @inline(__always)
  func decoded<Value>(_ make: (UInt64) -> Value) throws(DecodingFault) -> [Value] {
    try [Value](capacity: count) { (target) throws(DecodingFault) in
      if count == bytes.count {
        for index in bytes.indices { target.append(make(UInt64(bytes[index]))) }
        return
      }
      var position = 0
      // Eight bytes at a time without a branch on the length: columns of courses mix two and three bytes at random.
      while position <= bytes.count - 8 {
        let word = Self.word(bytes, position)
        let ends = ~word & Self.continuation
        guard ends != 0 else {
          target.append(make(try Self.longVarint(bytes, &position)))
          continue
        }
        // Up to and with the highest bit of the last byte; then seven bits of each byte moved together.
        let own = word & (ends ^ (ends &- 1))
        position += (ends.trailingZeroBitCount + 1) / 8
        target.append(make(Self.joined(own)))
      }
      while position < bytes.count { target.append(make(try Self.longVarint(bytes, &position))) }
    }
  }

  @inline(__always)
  private static func word(_ bytes: Span<UInt8>, _ position: Int) -> UInt64 {
    // SAFETY: any eight bytes are an integer, and the load is bounds-checked.
    unsafe UInt64(littleEndian: bytes.bytes.unsafeLoadUnaligned(fromByteOffset: position, as: UInt64.self))
  }

  /// 56 bits from eight bytes of seven.
  @inline(__always)
  private static func joined(_ word: UInt64) -> UInt64 {
    let pairs = (word & 0x007F_007F_007F_007F) | ((word & 0x7F00_7F00_7F00_7F00) >> 1)
    let fours = (pairs & 0x0000_3FFF_0000_3FFF) | ((pairs & 0x3FFF_0000_3FFF_0000) >> 2)
    return (fours & 0x0000_0000_0FFF_FFFF) | ((fours & 0x0FFF_FFFF_0000_0000) >> 4)
  }

  private static func longVarint(_ bytes: Span<UInt8>, _ position: inout Int) throws(DecodingFault) -> UInt64 {
    var value: UInt64 = 0
    for index in 0..<longestVarint {
      guard position < bytes.count else { throw .malformed }
      let byte = bytes[position]
      position += 1
      value |= UInt64(byte & 0x7F) << UInt64(7 * index)
      if byte < 0x80 { return value }
    }
    throw .malformed
  }
}
