/// How far a stream has been read: the next offset of each partition. As text `4.0.17` — the id of a server-sent event.
public struct StreamPosition: Hashable, Sendable {
  public static let maximumPartitions = 1_024
  private var next: [Int64]

  public init(partitions: Int) {
    precondition((1...Self.maximumPartitions).contains(partitions), "a topic has 1 to 1,024 partitions")
    next = Array(repeating: 0, count: partitions)
  }

  /// Nil for anything that is not numbers with dots between.
  public init?(text: String) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard (1...Self.maximumPartitions).contains(parts.count) else { return nil }
    next = []
    for part in parts {
      guard let offset = Int64(part), offset >= 0 else { return nil }
      next.append(offset)
    }
  }

  public var text: String { next.map(String.init).joined(separator: ".") }

  /// False when the record was passed before, or there is no such partition.
  mutating func advance(_ partition: Int32, past offset: Int64) -> Bool {
    guard next.indices.contains(Int(partition)), offset >= next[Int(partition)], offset < .max else { return false }
    next[Int(partition)] = offset + 1
    return true
  }

  func covers(partition: Int32, offset: Int64) -> Bool {
    next.indices.contains(Int(partition)) && offset < next[Int(partition)]
  }

  func isComparable(to other: StreamPosition) -> Bool { next.count == other.next.count }

  /// Whether all that was read at `other` had been read here.
  func covers(_ other: StreamPosition) -> Bool { zip(next, other.next).allSatisfy { $0 >= $1 } }
}
