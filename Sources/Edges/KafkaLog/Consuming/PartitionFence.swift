/// Which records may be returned: those of partitions held now, each offset once and in order.
///
/// librdkafka has returned records of an earlier assignment (its issue 3269, and the faults of 2.0.2); a record that
/// is not let through here reaches nobody. One entry for each partition, found by index: no hashing for a record.
struct PartitionFence {
  /// Next offset allowed, by topic and partition; `closed` where the partition is not held.
  private var next: [[Int64]]
  private static let closed = Int64.max

  init(topics: Int) { next = Array(repeating: [], count: topics) }

  /// Lets records through from this offset on.
  mutating func open(topic: Int, partition: Int32, from offset: Int64) {
    let index = Int(partition)
    while next[topic].count <= index { next[topic].append(Self.closed) }
    next[topic][index] = offset
  }

  /// Passes offsets that no record has: markers at the end of a partition.
  mutating func skip(topic: Int, partition: Int32, to offset: Int64) {
    guard let now = position(topic: topic, partition: partition), offset > now else { return }
    next[topic][Int(partition)] = offset
  }

  /// Next offset of a partition; nil where it is not held.
  func position(topic: Int, partition: Int32) -> Int64? {
    let index = Int(partition)
    guard index >= 0, index < next[topic].count, next[topic][index] < Self.closed else { return nil }
    return next[topic][index]
  }

  /// Lets nothing through any more.
  mutating func closeAll() {
    for topic in next.indices { next[topic].removeAll(keepingCapacity: true) }
  }

  /// True once for each offset of an open partition, in ascending order.
  mutating func admits(topic: Int, partition: Int32, offset: Int64) -> Bool {
    let index = Int(partition)
    guard index >= 0, index < next[topic].count, offset >= next[topic][index], offset < Self.closed else {
      return false
    }
    next[topic][index] = offset + 1
    return true
  }
}
