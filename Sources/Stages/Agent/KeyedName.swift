import Core

/// The device's keyed hash of what is named, under a word of its own for each kind, so that no name is the name of
/// anything else: the same when a recording is read again, chance to everybody without the secret.
enum KeyedName {
  /// Nil when the secret cannot be had.
  static func id(_ kind: String, _ numbers: [Int64], hash: KeyedHash) -> RecordID? {
    guard let digest = hash(message(kind, numbers)), digest.count >= 16 else { return nil }
    return RecordID(bytes: Array(digest[..<16]))
  }

  /// Longer than the 12 bytes of a network record's name (`RecordID.message`), so never the same.
  static func message(_ kind: String, _ numbers: [Int64]) -> [UInt8] {
    numbers.reduce(into: Array(kind.utf8)) { bytes, number in
      for shift in stride(from: 56, through: 0, by: -8) { bytes.append(UInt8(truncatingIfNeeded: number >> shift)) }
    }
  }
}
