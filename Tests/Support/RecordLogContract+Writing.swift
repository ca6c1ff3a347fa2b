internal import Core
internal import Ports

/// Clauses about writing.
extension RecordLogContract {
  func orderWithinAPartition() throws {
    let topic = try topic("order", partitions: 4)
    let texts = (0..<400).map(String.init)
    try write(texts.map { record(topic, $0, key: "key\((Int($0) ?? 0) % 7)") }, idempotent: false)
    let seen = try read([topic], count: texts.count)
    for partition in Set(seen.map(\.partition)) {
      let numbers = seen.filter { $0.partition == partition }.compactMap { Int($0.text) }
      try require(numbers == numbers.sorted(), "partition \(partition) keeps the order of writing")
      let offsets = seen.filter { $0.partition == partition }.map(\.offset)
      try require(offsets == offsets.sorted() && Set(offsets).count == offsets.count, "offsets ascend")
    }
  }

  func samePartitionForAKey() throws {
    let topic = try topic("keys", partitions: 5)
    let keys = ["", "a", "b", "c", "d", "e", "f", "g", "h"]
    // Two producers: the place follows from the key alone.
    for round in 0..<2 { try write(keys.map { record(topic, "\(round)", key: $0) }) }
    let seen = try read([topic], count: keys.count * 2)
    for key in keys {
      let partitions = Set(seen.filter { $0.key == Array(key.utf8) }.map(\.partition))
      try require(partitions.count == 1, "key '\(key)' is in partitions \(partitions)")
    }
    try require(Set(seen.map(\.partition)).count > 1, "different keys spread over the partitions")
  }

  func explicitPartition() throws {
    let topic = try topic("explicit", partitions: 3)
    try write((0..<3).map { record(topic, "\($0)", key: "same", partition: Int32($0)) })
    let seen = try read([topic], count: 3)
    try require(
      seen.allSatisfy { $0.text == String($0.partition) }, "a record is where it was put, whatever its key")
  }

  func tombstoneIsNoEmptyValue() throws {
    let topic = try topic("tombstone", partitions: 1)
    try write([
      OutgoingRecord(topic: topic, key: [1], value: nil), OutgoingRecord(topic: topic, key: [1], value: []),
      OutgoingRecord(topic: topic, key: [], value: [7]),
    ])
    let values = try read([topic], count: 3).map(\.value)
    try require(values == [nil, [], [7]], "tombstone, empty value and value are read as \(values)")
  }

  func bytesAndTimes() throws {
    let topic = try topic("bytes", partitions: 1)
    let time = Timestamp(milliseconds: 1_600_000_000_123)
    let key = (0...255).map(UInt8.init)
    let value = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    try write([OutgoingRecord(topic: topic, key: key, value: value, timestamp: time), record(topic, "now")])
    let seen = try read([topic], count: 2)
    try require(seen[0].key == key && seen[0].value == value, "every byte of key and value survives")
    try require(seen[0].timestamp == time, "the time survives to the millisecond")
    try require(seen[1].timestamp > time, "a record without a time gets the log's")
  }

  func reportsCarryTokens() throws {
    let topic = try topic("reports")
    let producer = try log.producer(idempotent: false)
    defer { producer.close() }
    let tokens: [UInt64] = [0, 1, 42, .max]
    for token in tokens { try producer.send(record(topic, "\(token)"), token: token) }
    var reports: [DeliveryReport] = []
    let deadline = ContinuousClock.now + .milliseconds(patience.milliseconds)
    while reports.count < tokens.count {
      try require(ContinuousClock.now < deadline, "\(reports.count) of \(tokens.count) reports came")
      reports += producer.poll(wait: .milliseconds(100))
    }
    try require(Set(reports.map(\.token)) == Set(tokens), "each token comes back once")
    try require(reports.allSatisfy { $0.error == nil }, "all were acknowledged")
    try require(producer.poll(wait: .zero).isEmpty, "a report is given once")
  }

  func oversizedRecord() throws {
    let topic = try topic("large")
    let producer = try log.producer(idempotent: true)
    defer { producer.close() }
    try requireError(.tooLarge, "a record of 5 MiB") { () throws(LogError) in
      try producer.send(
        OutgoingRecord(topic: topic, key: [1], value: [UInt8](repeating: 0, count: 5 << 20)), token: 1)
    }
    try producer.send(record(topic, "small"), token: 2)
    try producer.flush(deadline: patience)
    let reports = producer.poll(wait: .zero)
    try require(reports == [DeliveryReport(token: 2)], "the next record goes through: \(reports)")
  }

  func unknownTopic() throws {
    let topic = "\(run).nowhere"
    try requireError(.misconfigured, "partitions of an unknown topic") { () throws(LogError) in
      _ = try log.partitionCount(of: topic)
    }
    try requireError(.misconfigured, "a reader of an unknown topic") { () throws(LogError) in
      _ = try log.reader(topics: [topic], from: .beginning)
    }
    try requireError(.misconfigured, "a session on an unknown topic") { () throws(LogError) in
      _ = try log.session(SessionOptions(group: run, topics: [topic], transactionalID: "\(run).nowhere"))
    }
    let producer = try log.producer(idempotent: false)
    defer { producer.close() }
    // A log may know at once, or learn it from the broker.
    try requireError(.misconfigured, "sending to an unknown topic") { () throws(LogError) in
      try producer.send(record(topic, "lost"), token: 1)
      try producer.flush(deadline: patience)
      for report in producer.poll(wait: .zero) { if let error = report.error { throw error } }
    }
  }

  func topicsMadeTwice() throws {
    let topic = try topic("twice", partitions: 3)
    try log.createTopics([TopicSpecification(name: topic, partitions: 3)])
    try require(try log.partitionCount(of: topic) == 3, "the topic has its partitions")
    try requireError(.misconfigured, "another number of partitions") { () throws(LogError) in
      try log.createTopics([TopicSpecification(name: topic, partitions: 4)])
    }
    try requireError(.misconfigured, "a partition the topic does not have") { () throws(LogError) in
      let producer = try log.producer(idempotent: false)
      defer { producer.close() }
      try producer.send(record(topic, "lost", partition: 3), token: 1)
      try producer.flush(deadline: patience)
      for report in producer.poll(wait: .zero) { if let error = report.error { throw error } }
    }
  }

  func closedHandles() throws {
    let topic = try topic("closed")
    let producer = try log.producer(idempotent: false)
    producer.close()
    producer.close()
    try requireError(.other, "sending after close") { () throws(LogError) in
      try producer.send(record(topic, "late"), token: 1)
    }
    let reader = try log.reader(topics: [topic], from: .beginning)
    reader.close()
    reader.close()
    var batch = RecordBatch()
    try requireError(.other, "reading after close") { () throws(LogError) in
      try reader.poll(into: &batch, limit: 1, wait: .zero)
    }
    let member = try session([topic], group: "closed")
    member.session.close()
    member.session.close()
    try requireError(.other, "committing after close") { () throws(LogError) in
      try member.session.commit([record(topic, "late")], positions: [:])
    }
  }
}
