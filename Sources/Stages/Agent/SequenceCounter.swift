import Core
import Ports

/// Numbers the vehicle's records of a personal topic: 1, 2, 3 …, each number to one record for ever. The next free one
/// is on disk before a number is used, so a crash may leave a gap and never a repetition.
struct SequenceCounter {
  private var next: [String: UInt64] = [:]

  static func key(_ topic: String) -> [UInt8] { Array("agent sequence \(topic)".utf8) }

  /// The next `count` numbers, ascending; none asks nothing of the disk.
  mutating func take(_ count: Int, of topic: String, from outbox: any Outbox) throws(OutboxFault) -> [UInt64] {
    guard count > 0 else { return [] }
    var first = next[topic] ?? 0
    if first == 0 {
      let stored = try outbox.value(Self.key(topic)) ?? []
      first = max(1, stored.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
    }
    let (free, isOver) = first.addingReportingOverflow(UInt64(count))
    // 2⁶⁴ records are never written; a damaged number must not come round to used ones.
    guard !isOver else {
      throw OutboxFault(
        .corrupted, operation: "number a record of \(topic)", reason: "the stored number cannot be",
        hint: "pair the camera again in another folder")
    }
    try outbox.setValue(Self.key(topic), (0..<8).map { UInt8(truncatingIfNeeded: free >> (56 - 8 * UInt64($0))) })
    next[topic] = free
    return Array(first..<free)
  }
}
