internal import Core
internal import Ports

/// Numbers the device's records of a day, each number once for ever: it is on disk before it is used.
///
/// The counter of each day stays in the outbox (one row of some 30 bytes a day), so the device can name the ids of a
/// day again: epoch, 0 ..< counter.
struct RecordCounter {
  private let name: String
  private var epoch: Int32?
  private var next: UInt64 = 0

  init(_ name: String = "agent record counter") { self.name = name }

  private func key(epoch: Int32) -> [UInt8] {
    Array("\(name) ".utf8) + RecordID.message(epoch: epoch, counter: 0).prefix(4)
  }

  /// The UTC day of the record.
  static func epoch(of time: Timestamp) -> Int32 {
    let day: Int64 = 86_400_000
    let floor = time.milliseconds >= 0 ? time.milliseconds / day : (time.milliseconds - day + 1) / day
    return Int32(clamping: floor)
  }

  /// The first of `count` numbers in a row that are the caller's now.
  mutating func take(_ count: Int = 1, epoch: Int32, from outbox: any Outbox) throws(OutboxFault) -> UInt64 {
    if self.epoch != epoch {
      let stored = try outbox.value(key(epoch: epoch)) ?? []
      next = stored.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      self.epoch = epoch
    }
    let taken = next
    let free = taken &+ UInt64(count)
    let following = (0..<8).map { UInt8(truncatingIfNeeded: free >> (56 - 8 * UInt64($0))) }
    try outbox.setValue(key(epoch: epoch), following)
    next = free
    return taken
  }
}
