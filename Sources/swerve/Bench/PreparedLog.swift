import Core
import Ports

/// A log whose records lie in memory, for one reader that owns all partitions: what is measured behind it is not what a
/// broker costs.
final class PreparedLog: RecordLog {
  /// Records of one partition in one answer, as a fetch of Kafka gives them one partition after the other.
  static let recordsPerFetch = 500

  struct Record: Sendable {
    var partition: Int32
    var time: Timestamp
    var key: [UInt8]
    var value: [UInt8]
  }

  /// By topic and partition, in order.
  fileprivate let records: [String: [[Record]]]

  /// - Parameter records: by topic, each partition's in order; every partition is below `partitions`.
  init(_ records: [String: [Record]], partitions: Int) {
    self.records = records.mapValues { list in
      var split = [[Record]](repeating: [], count: partitions)
      for record in list { split[Int(record.partition)].append(record) }
      return split
    }
  }

  func partitions(of topic: String) -> [[Record]] { records[topic] ?? [] }

  func partitionCount(of topic: String) -> Int { partitions(of: topic).count }
  func reader(topics: [String], from start: ReadStart) -> any LogReader { PreparedReader(self, topics) }
  func member(_ options: MemberOptions) -> any GroupMember { PreparedReader(self, options.topics) }

  func createTopics(_ topics: [TopicSpecification]) throws(LogError) { throw Self.readOnly }
  func producer(idempotent: Bool) throws(LogError) -> any LogProducer { throw Self.readOnly }
  func session(_ options: SessionOptions) throws(LogError) -> any TransactionalSession { throw Self.readOnly }

  private static let readOnly = LogError(.other, operation: "write to a prepared log", reason: "it is only read")
}

/// Reads a prepared log from its beginning. Confined to one thread.
private final class PreparedReader: LogReader, GroupMember {
  private let topics: [String]
  private let records: [[[PreparedLog.Record]]]
  private var next: [[Int]]
  /// Counts the fetches, so that the partitions take turns.
  private var turn = 0
  private var isAssigned = false

  init(_ log: PreparedLog, _ topics: [String]) {
    self.topics = topics
    records = topics.map { log.partitions(of: $0) }
    next = records.map { [Int](repeating: 0, count: $0.count) }
  }

  func poll(into batch: inout RecordBatch, limit: Int, wait: Timestamp.Span) {
    batch.removeAll()
    let places = records.indices.flatMap { topic in records[topic].indices.map { (topic, $0) } }
    for _ in places.indices where batch.count < limit {
      let (topic, partition) = places[turn % places.count]
      turn += 1
      let list = records[topic][partition]
      let start = next[topic][partition]
      let end = min(list.count, start + min(PreparedLog.recordsPerFetch, limit - batch.count))
      for offset in start..<end {
        let record = list[offset]
        batch.append(
          topic: topic, partition: Int32(partition), offset: Int64(offset), timestamp: record.time,
          key: record.key.span, value: record.value.span)
      }
      next[topic][partition] = end
    }
  }

  func poll(
    into batch: inout RecordBatch, limit: Int, wait: Timestamp.Span, listener: any AssignmentListener
  ) {
    if !isAssigned { restart(listener: listener) }
    poll(into: &batch, limit: limit, wait: wait)
  }

  func restart(listener: any AssignmentListener) {
    isAssigned = true
    var all: [TopicPartition: CommittedPosition?] = [:]
    for topic in records.indices {
      for partition in records[topic].indices {
        all[TopicPartition(topic: topic, partition: Int32(partition))] = .some(nil)
      }
    }
    for (place, start) in listener.assigned(all) { next[place.topic][Int(place.partition)] = Int(start) }
  }

  func watermarks(topic: String) -> [Int32: Range<Int64>] {
    byPartition(topic) { index, partition in 0..<Int64(records[index][partition].count) }
  }

  func positions(topic: String) -> [Int32: Int64] { byPartition(topic) { Int64(next[$0][$1]) } }

  func close() {}

  private func byPartition<Value>(_ topic: String, _ value: (Int, Int) -> Value) -> [Int32: Value] {
    guard let index = topics.firstIndex(of: topic) else { return [:] }
    return Dictionary(uniqueKeysWithValues: records[index].indices.map { (Int32($0), value(index, $0)) })
  }
}
