/// Bytes that follow from a secret: HMAC-SHA256 in counter mode (NIST SP 800-108 r1, section 4.1).
///
/// Equal secrets, labels and days give equal bytes: for keys that must be found again, and for recordings whose every
/// run must be the same.
public struct DerivedRandomness: RandomSource {
  private let secret: [UInt8]
  private let context: [UInt8]
  private var counter: UInt32 = 0
  private var rest: [UInt8] = []

  public init(secret: [UInt8], label: [UInt8], day: Int32) {
    self.secret = secret
    // Label ‖ 0 ‖ context, as the recommendation has it.
    context = label + [0] + Self.bigEndian(UInt32(bitPattern: day))
  }

  public mutating func bytes(_ count: Int) throws(CredentialError) -> [UInt8] {
    while rest.count < count {
      counter += 1
      rest += Digest.hmacSHA256(key: secret, message: Self.bigEndian(counter) + context)
    }
    defer { rest.removeFirst(count) }
    return Array(rest.prefix(count))
  }

  private static func bigEndian(_ value: UInt32) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
  }
}
