internal import Core
internal import Ports

/// Next offsets of some partitions, and whose turn it is.
struct MemoryLogCursor {
  struct Found {
    var place: TopicPartition
    var offset: Int64
    var record: MemoryLogRecord
  }

  private var offsets: [TopicPartition: Int64] = [:]
  /// Partitions in order; the first is served first next time.
  private var turns: [TopicPartition] = []

  mutating func place(_ partition: TopicPartition, at offset: Int64) {
    if offsets.updateValue(offset, forKey: partition) == nil { turns.append(partition) }
  }

  mutating func removeAll() {
    offsets = [:]
    turns = []
  }

  func positions(topic: Int) -> [Int32: Int64] {
    Dictionary(uniqueKeysWithValues: offsets.filter { $0.key.topic == topic }.map { ($0.key.partition, $0.value) })
  }

  /// Up to `limit` records; nil when there is none.
  func next(_ limit: Int, of topics: [String], in state: MemoryLogState) -> [Found]? {
    var found: [Found] = []
    for place in turns {
      guard let partitions = state.topics[topics[place.topic]], let offset = offsets[place] else { continue }
      let records = partitions[Int(place.partition)]
      guard offset < records.count else { continue }
      for index in Int(offset)..<min(records.count, Int(offset) + limit - found.count) {
        found.append(Found(place: place, offset: Int64(index), record: records[index]))
      }
      if found.count >= limit { break }
    }
    return found.isEmpty ? nil : found
  }

  mutating func take(_ found: [Found], into batch: inout RecordBatch) {
    for item in found {
      batch.append(
        topic: item.place.topic, partition: item.place.partition, offset: item.offset,
        timestamp: item.record.timestamp, key: item.record.key.span, value: item.record.value?.span)
      offsets[item.place] = item.offset + 1
    }
    // The partition served last goes to the end: a full one cannot starve the others.
    if let last = found.last?.place, let index = turns.firstIndex(of: last) {
      turns = Array(turns[(index + 1)...]) + turns[...index]
    }
  }
}
