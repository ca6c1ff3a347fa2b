/// Signed numbers as unsigned ones with the sign in the lowest bit, so that small magnitudes stay short: `sint32`.
enum ZigZag {
  static func encode(_ value: Int32) -> UInt64 { UInt64(UInt32(bitPattern: (value << 1) ^ (value >> 31))) }

  static func decode(_ varint: UInt64) -> Int32 {
    let bits = UInt32(truncatingIfNeeded: varint)
    return Int32(bitPattern: (bits >> 1) ^ (0 &- (bits & 1)))
  }
}
