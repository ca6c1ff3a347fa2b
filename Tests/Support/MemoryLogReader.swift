internal import Core
internal import Ports

/// Reads all partitions of its topics, round by round, from its own positions.
final class MemoryLogReader: LogReader {
  private let storage: MemoryLogStorage
  private let topics: [String]
  private var cursor: MemoryLogCursor
  private var isClosed = false

  init(_ storage: MemoryLogStorage, topics: [String], from start: ReadStart, state: MemoryLogState) throws(LogError) {
    if case .offsets = start { precondition(topics.count == 1, "offsets name the partitions of one topic") }
    self.storage = storage
    self.topics = topics
    cursor = MemoryLogCursor()
    for (index, topic) in topics.enumerated() {
      for partition in 0..<(try state.partitions(of: topic)) {
        let number = Int32(clamping: partition)
        let offset: Int64
        switch start {
        case .beginning: offset = 0
        case .end: offset = Int64(state.topics[topic]?[partition].count ?? 0)
        case .offsets(let offsets): offset = max(0, offsets[number] ?? 0)
        }
        cursor.place(TopicPartition(topic: index, partition: number), at: offset)
      }
    }
  }

  func poll(into batch: inout RecordBatch, limit: Int, wait: Timestamp.Span) throws(LogError) {
    batch.removeAll()
    guard !isClosed else { throw LogError(.other, operation: "reading", reason: "the reader is closed") }
    try storage.call("reading") { (_) throws(LogError) in }
    // A wait may try several times; each starts from the same positions.
    if let found = storage.wait(wait, for: { state in self.cursor.next(limit, of: self.topics, in: state) }) {
      cursor.take(found, into: &batch)
    }
  }

  func watermarks(topic: String) throws(LogError) -> [Int32: Range<Int64>] {
    try storage.call("watermarks of topic \(topic)") { (state) throws(LogError) in
      _ = try state.partitions(of: topic)
      return Dictionary(
        uniqueKeysWithValues: (state.topics[topic] ?? []).enumerated().map {
          (Int32(clamping: $0.offset), 0..<Int64($0.element.count))
        })
    }
  }

  func positions(topic: String) throws(LogError) -> [Int32: Int64] {
    guard let index = topics.firstIndex(of: topic) else {
      throw LogError(.other, operation: "positions of topic \(topic)", reason: "the reader does not read it")
    }
    return cursor.positions(topic: index)
  }

  func close() { isClosed = true }
}
