internal import Core
internal import Ports

/// Clauses about reading without a group.
extension RecordLogContract {
  func readFromBeginning() throws {
    let topic = try topic("beginning")
    try write((0..<30).map { record(topic, "\($0)", key: "\($0)") })
    for _ in 0..<2 {
      let seen = try read([topic], count: 30)
      try require(Set(seen.map(\.text)).count == 30, "each reader sees every record once")
    }
  }

  func readFromEnd() throws {
    let topic = try topic("end", partitions: 1)
    try write((0..<5).map { record(topic, "old\($0)") })
    let reader = try log.reader(topics: [topic], from: .end)
    defer { reader.close() }
    var batch = RecordBatch()
    let deadline = ContinuousClock.now + .milliseconds(patience.milliseconds)
    var seen: [Seen] = []
    // Where the end is, the broker is asked in the background: records are written until one is seen.
    while seen.isEmpty {
      try require(ContinuousClock.now < deadline, "a reader at the end sees what is written later")
      try write([record(topic, "new")])
      try reader.poll(into: &batch, limit: 10, wait: .milliseconds(100))
      for index in 0..<batch.count { seen.append(Seen(batch[index])) }
    }
    try require(seen.allSatisfy { $0.text == "new" }, "a reader at the end sees nothing older")
  }

  func readFromOffsets() throws {
    let topic = try topic("offsets", partitions: 3)
    for partition in 0..<3 {
      try write((0..<10).map { record(topic, "\($0)", partition: Int32(partition)) })
    }
    // Partition 1 is not named: from the beginning.
    let seen = try read([topic], from: .offsets([0: 7, 2: 10]), count: 13)
    let offsets = Dictionary(grouping: seen, by: \.partition).mapValues { $0.map(\.offset) }
    try require(offsets == [0: [7, 8, 9], 1: Array(0..<10)], "read \(offsets)")
  }

  func severalTopics() throws {
    let first = try topic("several.first", partitions: 2)
    let second = try topic("several.second", partitions: 1)
    try write((0..<10).map { record($0 % 2 == 0 ? first : second, "\($0)", key: "\($0)") })
    let seen = try read([second, first], count: 10)
    try require(
      seen.allSatisfy { ((Int($0.text) ?? 0) % 2 == 0) == ($0.topic == 1) }, "a topic is told by its index in the list")
  }

  func watermarks() throws {
    let topic = try topic("watermarks", partitions: 2)
    try write((0..<4).map { record(topic, "\($0)", partition: 1) })
    let reader = try log.reader(topics: [topic], from: .beginning)
    defer { reader.close() }
    let found = try reader.watermarks(topic: topic)
    try require(found == [0: 0..<0, 1: 0..<4], "the broker's first and next offsets are \(found)")
  }

  func caughtUp() throws {
    let topic = try topic("caughtup", partitions: 2)
    let member = try session([topic], group: "caughtup")
    for number in 0..<3 { try member.session.commit([record(topic, "\(number)", partition: 0)], positions: [:]) }
    member.session.close()
    let reader = try log.reader(topics: [topic], from: .beginning)
    defer { reader.close() }
    let ends = try reader.watermarks(topic: topic).mapValues(\.upperBound)
    var batch = RecordBatch()
    var seen = 0
    let deadline = ContinuousClock.now + .milliseconds(patience.milliseconds)
    while try reader.positions(topic: topic) != ends {
      try require(ContinuousClock.now < deadline, "a reader's positions reach the ends \(ends)")
      try reader.poll(into: &batch, limit: 10, wait: .milliseconds(100))
      seen += batch.count
    }
    try require(seen == 3, "and then it has seen every record: \(seen)")
  }

  func batchLimit() throws {
    let topic = try topic("limit", partitions: 2)
    try write((0..<25).map { record(topic, "\($0)", key: "\($0)") })
    let reader = try log.reader(topics: [topic], from: .beginning)
    defer { reader.close() }
    var batch = RecordBatch()
    var texts: [String] = []
    let deadline = ContinuousClock.now + .milliseconds(patience.milliseconds)
    while texts.count < 25 {
      try require(ContinuousClock.now < deadline, "\(texts.count) of 25 records were read")
      try reader.poll(into: &batch, limit: 10, wait: .milliseconds(200))
      try require(batch.count <= 10, "a batch holds at most its limit")
      for index in 0..<batch.count { texts.append(Seen(batch[index]).text) }
    }
    try require(Set(texts).count == 25, "no batch repeats another")
  }

  func emptyPoll() throws {
    let topic = try topic("empty", partitions: 1)
    let reader = try log.reader(topics: [topic], from: .beginning)
    defer { reader.close() }
    var batch = RecordBatch()
    batch.append(partition: 0, offset: 0, timestamp: Timestamp(milliseconds: 0), key: [1].span, value: nil)
    let start = ContinuousClock.now
    try reader.poll(into: &batch, limit: 10, wait: .milliseconds(50))
    try require(batch.isEmpty, "a poll removes what was in the batch")
    try require(ContinuousClock.now - start >= .milliseconds(49), "it waits for the first record")
    try require(ContinuousClock.now - start < .seconds(10), "but not for ever")
    try write([record(topic, "first")])
    let waiting = ContinuousClock.now
    try reader.poll(into: &batch, limit: 10, wait: .seconds(30))
    try require(batch.count == 1, "the record comes")
    try require(ContinuousClock.now - waiting < .seconds(15), "as soon as it is there, not when the wait is over")
  }
}
