/// HMAC-SHA256 (RFC 2104) under the device's deletion secret: 32 bytes, or nil while the secret cannot be had. The
/// core has no cryptography of its own; whoever runs it lends it this.
public typealias KeyedHash = @Sendable ([UInt8]) -> [UInt8]?

extension RecordID {
  /// What a record's id is the hash of: epoch ‖ counter, big endian, 12 bytes. No other message under the secret is
  /// that short.
  /// - Parameter epoch: whole days since 1970-01-01 UTC; each has its own counter, so a device can recount its ids of
  ///   a day.
  public static func message(epoch: Int32, counter: UInt64) -> [UInt8] {
    let high = UInt32(bitPattern: epoch)
    return (0..<4).map { UInt8(truncatingIfNeeded: high >> (24 - 8 * UInt32($0))) }
      + (0..<8).map { UInt8(truncatingIfNeeded: counter >> (56 - 8 * UInt64($0))) }
  }

  /// The id of the device's record number `counter` of the day; nil when the hash cannot be had.
  public init?(epoch: Int32, counter: UInt64, hash: KeyedHash) {
    guard let digest = hash(Self.message(epoch: epoch, counter: counter)), digest.count >= 16 else { return nil }
    self.init(bytes: Array(digest[..<16]))
  }
}
