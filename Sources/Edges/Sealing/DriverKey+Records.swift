extension DriverKey {
  /// Largest payload: a record of the log is smaller, and OpenSSL counts in 31 bits.
  public static let maximumPlaintextByteCount = 1 << 24
  /// Bytes that sealing adds to a payload.
  public static let sealedOverhead = SealedBytes.overhead

  /// Seals a payload for its place in the log: format ‖ nonce ‖ ciphertext ‖ tag, 29 bytes more than the payload.
  ///
  /// GCM falls apart when a nonce repeats under one key, so two things that would both have to fail keep it from that.
  /// - A key for each record, by HKDF from the driver's key and the coordinates. Different records never share a key,
  ///   even where the random generator repeats itself (a cloned disk, a camera too early after its start). So a
  ///   driver's
  ///   key has no limit on its number of records, where one key with random nonces has 2³² (NIST SP 800-38D, 8.3).
  /// - A random nonce for each sealing. The coordinates alone would not do: after a restored backup, a lost counter or
  ///   a
  ///   retry with another payload, a sequence number comes twice. n sealings at one place collide with a probability of
  ///   n² / 2⁹⁷: for a million of them 10⁻¹⁷.
  public func seal(
    _ plaintext: [UInt8], at coordinates: RecordCoordinates, associatedData: [UInt8] = []
  ) throws(SealingError) -> [UInt8] {
    let operation = "seal record"
    let limit = Self.maximumPlaintextByteCount
    guard plaintext.count <= limit, associatedData.count <= limit else {
      throw .wrongLength(
        operation: operation, expected: "at most \(limit)", actual: max(plaintext.count, associatedData.count))
    }
    let place = coordinates.encoded
    return try SealedBytes.seal(
      plaintext, key: KeyDerivation.expand(secret, info: place), associatedData: place + associatedData,
      operation: operation)
  }

  /// The payload, if it was sealed with this key for these coordinates with this associated data.
  public func open(
    _ sealed: [UInt8], at coordinates: RecordCoordinates, associatedData: [UInt8] = []
  ) throws(SealingError) -> [UInt8] {
    let operation = "open record"
    let limit = Self.maximumPlaintextByteCount + Self.sealedOverhead
    guard sealed.count <= limit, associatedData.count <= limit else {
      throw .wrongLength(
        operation: operation, expected: "at most \(limit)", actual: max(sealed.count, associatedData.count))
    }
    let place = coordinates.encoded
    return try SealedBytes.open(
      sealed, key: KeyDerivation.expand(secret, info: place), associatedData: place + associatedData,
      operation: operation)
  }
}
