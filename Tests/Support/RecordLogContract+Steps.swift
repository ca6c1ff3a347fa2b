internal import Core
internal import Ports

/// The steps the clauses are made of.
extension RecordLogContract {
  /// A record as it was read.
  struct Seen: Hashable {
    var topic: Int
    var partition: Int32
    var offset: Int64
    var timestamp: Timestamp
    var key: [UInt8]
    var value: [UInt8]?

    init(_ view: borrowing RecordView) {
      topic = view.topic
      partition = view.partition
      offset = view.offset
      timestamp = view.timestamp
      key = Self.bytes(view.key)
      value = view.isTombstone ? nil : Self.bytes(view.bytes)
    }

    private static func bytes(_ span: Span<UInt8>) -> [UInt8] { span.indices.map { span[$0] } }

    var text: String { String(decoding: value ?? [], as: UTF8.self) }
  }

  func require(_ condition: Bool, _ promise: @autoclosure () -> String) throws {
    if !condition { throw Broken(description: promise()) }
  }

  func requireError(_ kind: LogError.Kind, _ promise: String, _ body: () throws(LogError) -> Void) throws {
    do throws(LogError) {
      try body()
    } catch {
      try require(error.kind == kind, "\(promise): expected \(kind), got \(error.kind) – \(error)")
      try require(!error.operation.isEmpty && !error.reason.isEmpty, "\(promise): the error says what and why")
      return
    }
    throw Broken(description: "\(promise): nothing was thrown")
  }

  /// Makes a topic of this clause's own.
  func topic(_ name: String, partitions: Int = 3) throws -> String {
    let topic = "\(run).\(name)"
    try log.createTopics([TopicSpecification(name: topic, partitions: partitions)])
    return topic
  }

  func record(_ topic: String, _ text: String, key: String = "k", partition: Int32? = nil) -> OutgoingRecord {
    OutgoingRecord(topic: topic, partition: partition, key: Array(key.utf8), value: Array(text.utf8))
  }

  /// Writes and waits until every record is acknowledged.
  func write(_ records: [OutgoingRecord], idempotent: Bool = true) throws {
    let producer = try log.producer(idempotent: idempotent)
    defer { producer.close() }
    for (index, record) in records.enumerated() { try producer.send(record, token: UInt64(index)) }
    try producer.flush(deadline: patience)
    for report in producer.poll(wait: .zero) {
      if let error = report.error { throw Broken(description: "record \(report.token) was refused: \(error)") }
    }
  }

  /// Reads until `count` records were seen.
  func read(_ topics: [String], from start: ReadStart = .beginning, count: Int) throws -> [Seen] {
    let reader = try log.reader(topics: topics, from: start)
    defer { reader.close() }
    return try read(reader, count: count)
  }

  func read(_ reader: any LogReader, count: Int) throws -> [Seen] {
    var batch = RecordBatch()
    var seen: [Seen] = []
    let deadline = ContinuousClock.now + .milliseconds(patience.milliseconds)
    while seen.count < count {
      try require(ContinuousClock.now < deadline, "\(seen.count) of \(count) records were read")
      try reader.poll(into: &batch, limit: 1_000, wait: .milliseconds(200))
      for index in 0..<batch.count { seen.append(Seen(batch[index])) }
    }
    try require(seen.count == count, "\(seen.count) records were read, not \(count)")
    return seen
  }

  func session(_ topics: [String], group: String, member: String = "a") throws -> Member {
    Member(
      try log.session(
        SessionOptions(
          group: "\(run).\(group)", topics: topics, transactionalID: "\(run).\(group).\(member)",
          sessionTimeout: .seconds(6))))
  }

  /// Polls until the condition holds.
  func poll(_ member: Member, limit: Int = 1_000, until condition: () -> Bool, _ promise: String) throws {
    let deadline = ContinuousClock.now + .milliseconds(patience.milliseconds)
    while !condition() {
      try require(ContinuousClock.now < deadline, promise)
      try member.poll(limit: limit)
    }
  }

  /// Offset after the last record seen of each partition.
  func positions(after seen: [Seen], metadata: String = "") -> [TopicPartition: CommittedPosition] {
    var positions: [TopicPartition: CommittedPosition] = [:]
    for record in seen {
      let place = TopicPartition(topic: record.topic, partition: record.partition)
      let next = max(record.offset + 1, positions[place]?.offset ?? 0)
      positions[place] = CommittedPosition(offset: next, metadata: metadata)
    }
    return positions
  }
}
