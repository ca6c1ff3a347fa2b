import Core

/// The order in which a camera uses up the nonces of a day: one of chance that only it can tell. Nonces in the order of
/// the passes would say which comes after which.
///
/// Made of the device's secret, so nothing but a counter needs to be on disk.
struct NonceOrder {
  private var day: Int32?
  private var nonces: [UInt16] = []

  /// The nonce of the day's n-th exposure; nil past the limit.
  /// - Throws: when the secret cannot be had.
  mutating func nonce(day: Int32, index: UInt64, hash: KeyedHash) throws(AgentFault) -> UInt64? {
    if self.day != day {
      nonces = try Self.order(day: day, hash: hash)
      self.day = day
    }
    return index < UInt64(nonces.count) ? UInt64(nonces[Int(index)]) : nil
  }

  private static func order(day: Int32, hash: KeyedHash) throws(AgentFault) -> [UInt16] {
    var ranked: [(rank: RecordID, nonce: UInt16)] = []
    ranked.reserveCapacity(Int(Proof.exposureLimit))
    for nonce in 0..<UInt16(Proof.exposureLimit) {
      guard let rank = KeyedName.id("swerve exposure nonce", [Int64(day), Int64(nonce)], hash: hash) else {
        throw .secretUnavailable
      }
      ranked.append((rank, nonce))
    }
    return ranked.sorted { ($0.rank, $0.nonce) < ($1.rank, $1.nonce) }.map(\.nonce)
  }
}
