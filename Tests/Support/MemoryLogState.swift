internal import Core
internal import Ports

/// Topics, groups and owners of transactional ids, without a lock of its own.
struct MemoryLogState {
  var topics: [String: [[MemoryLogRecord]]] = [:]
  var groups: [String: MemoryLogGroup] = [:]
  /// How often each transactional id was taken over.
  var owners: [String: Int] = [:]
  var calls = 0
  var faults: [Int: MemoryLogFault] = [:]
  /// The log's own clock: one millisecond a record.
  private var now: Int64 = 1_700_000_000_000

  func partitions(of topic: String) throws(LogError) -> Int {
    guard let count = topics[topic]?.count else {
      throw LogError(
        .misconfigured, operation: "partitions of topic \(topic)", reason: "no such topic", hint: "create it first")
    }
    return count
  }

  /// Where the record would go; throws what a broker would refuse.
  func place(of record: OutgoingRecord) throws(LogError) -> Int {
    let operation = "sending to topic \(record.topic)"
    let count = try partitions(of: record.topic)
    guard record.key.count + (record.value?.count ?? 0) <= MemoryLog.recordBytesMax else {
      throw LogError(
        .tooLarge, operation: operation, reason: "over \(MemoryLog.recordBytesMax) bytes", hint: "send less")
    }
    guard let partition = record.partition else { return Int(Self.hash(record.key) % UInt64(count)) }
    guard partition >= 0, Int(partition) < count else {
      throw LogError(
        .misconfigured, operation: operation, reason: "partition \(partition) of \(count)", hint: "name one it has")
    }
    return Int(partition)
  }

  mutating func append(_ record: OutgoingRecord, at partition: Int) {
    now += 1
    let stored = MemoryLogRecord(
      key: record.key, value: record.value, timestamp: record.timestamp ?? Timestamp(milliseconds: now))
    topics[record.topic]?[partition].append(stored)
  }

  /// FNV-1a, 64 bits.
  private static func hash(_ bytes: [UInt8]) -> UInt64 {
    bytes.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 }
  }
}
