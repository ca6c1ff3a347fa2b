/// The latest events, oldest first, found by id.
struct ReplayBuffer {
  struct Entry {
    let id: String
    let topics: [UInt64]
    let payload: StreamPayload
  }

  private let limits: EventStreamLimits
  /// A ring: entry `n` of all time stands at `n % capacity`.
  private var entries: [Entry?]
  private var positions: [String: Int] = [:]
  private var first = 0
  private var next = 0
  private var byteCount = 0
  /// The id before the oldest entry: it too can be gone on from, with nothing missed.
  private var idBeforeFirst: String?

  init(limits: EventStreamLimits, initialID: String?) {
    precondition(limits.replayEvents > 0, "a replay buffer holds an event at least")
    self.limits = limits
    idBeforeFirst = initialID
    entries = Array(repeating: nil, count: limits.replayEvents)
  }

  /// The latest event's id.
  var latestID: String? { next == first ? idBeforeFirst : entries[(next - 1) % entries.count]?.id }

  func contains(_ id: String) -> Bool { positions[id] != nil || id == latestID }

  mutating func append(_ entry: Entry) {
    if next - first == entries.count { dropFirst() }
    entries[next % entries.count] = entry
    positions[entry.id] = next
    next += 1
    byteCount += entry.payload.bytes.count
    while byteCount > limits.replayBytes, next - first > 1 { dropFirst() }
  }

  /// What came after the event of that id and concerns the topics; nil: the id is too old, or was never given.
  func missed(since id: String, topics: Set<UInt64>) -> [StreamPayload]? {
    let start: Int
    if let position = positions[id] {
      start = position + 1
    } else if id == idBeforeFirst {
      start = first
    } else {
      return nil
    }
    return (start..<next).compactMap { index in
      guard let entry = entries[index % entries.count] else { return nil }
      return entry.topics.isEmpty || entry.topics.contains(where: topics.contains) ? entry.payload : nil
    }
  }

  private mutating func dropFirst() {
    guard let entry = entries[first % entries.count] else { return }
    entries[first % entries.count] = nil
    positions[entry.id] = nil
    idBeforeFirst = entry.id
    byteCount -= entry.payload.bytes.count
    first += 1
  }
}
