internal import Core
internal import Ports

/// Clauses about one member and its commits.
extension RecordLogContract {
  func commitIsRemembered() throws {
    let (input, output) = (try topic("remember.in", partitions: 2), try topic("remember.out"))
    try write((0..<6).map { record(input, "\($0)", partition: Int32($0 % 2)) })
    let first = try session([input], group: "remember")
    try poll(first, until: { first.seen.count >= 6 }, "a new group starts at the beginning")
    try require(first.assignments[0].values.allSatisfy { $0 == nil }, "a new group remembers nothing")
    let kept = positions(after: first.seen, metadata: "replay=3 ü")
    try first.session.commit(first.seen.map { record(output, $0.text, key: $0.text) }, positions: kept)
    first.session.close()

    let written = try read([output], count: 6)
    try require(Set(written.map(\.text)) == Set((0..<6).map(String.init)), "the records are written once each")
    let second = try session([input], group: "remember", member: "b")
    defer { second.session.close() }
    try poll(second, until: { !second.assignments.isEmpty }, "the second member gets the partitions")
    try require(
      second.assignments[0] == kept.mapValues { Optional($0) },
      "it is told positions and metadata: \(second.assignments)")
  }

  func restIsReadOnce() throws {
    let (input, output) = (try topic("rest.in", partitions: 2), try topic("rest.out"))
    try write((0..<100).map { record(input, "\($0)", partition: Int32($0 % 2)) })
    let first = try session([input], group: "rest")
    try poll(first, until: { first.seen.count >= 100 }, "all are read")
    let done = first.seen.filter { $0.offset < 20 }
    try first.session.commit(done.map { record(output, $0.text) }, positions: positions(after: done))
    first.session.close()

    let second = try session([input], group: "rest")
    defer { second.session.close() }
    try poll(second, until: { second.seen.count >= 60 }, "the rest is read")
    try second.poll(wait: .milliseconds(300))
    try require(second.seen.count == 60, "the rest is read once, not \(second.seen.count) records")
    try second.session.commit(second.seen.map { record(output, $0.text) }, positions: positions(after: second.seen))
    let written = try read([output], count: 100)
    try require(Set(written.map(\.text)).count == 100, "every record had its effect once")
  }

  func restartReadsAgain() throws {
    let input = try topic("restart.in", partitions: 3)
    try write((0..<300).map { record(input, "\($0)", partition: Int32($0 % 3)) })
    let member = try session([input], group: "restart")
    defer { member.session.close() }
    // A few at a time: what was fetched and not returned yet is what the restart must drop.
    let first = { member.seen.filter { $0.offset < 10 } }
    try poll(member, limit: 10, until: { first().count >= 30 }, "the first ten of each partition are read")
    let done = first()
    try member.session.commit([], positions: positions(after: done, metadata: "ten"))
    for _ in 0..<3 {
      member.forget()
      try member.restart()
      try require(
        member.assignments.last?.values.allSatisfy { $0?.metadata == "ten" } == true, "assigned is told again")
      try poll(member, until: { member.seen.count >= 270 }, "all after the committed positions is read again")
      try require(member.seen.count == 270, "fetched records of before are not returned: \(member.seen.count)")
      for partition in 0..<3 {
        let offsets = member.seen.filter { $0.partition == Int32(partition) }.map(\.offset)
        try require(offsets == Array(10..<100), "partition \(partition) is read in order from its position")
      }
    }
    try require(member.revocations.isEmpty, "a restart revokes nothing")
  }

  func startChosenByListener() throws {
    let input = try topic("start.in", partitions: 1)
    try write((0..<20).map { record(input, "\($0)") })
    let place = TopicPartition(topic: 0, partition: 0)
    let first = try session([input], group: "start")
    try poll(first, until: { !first.held.isEmpty }, "the member gets the partition")
    try first.session.commit([], positions: [place: CommittedPosition(offset: 15, metadata: "replay=8")])
    first.session.close()

    let second = try session([input], group: "start", member: "b")
    defer { second.session.close() }
    second.starts = [place: 8]
    try poll(second, until: { second.seen.count >= 12 }, "it reads from the replay offset")
    try require(second.seen.map(\.offset) == Array(8..<20), "read \(second.seen.map(\.offset))")
  }

  func positionNotHeld() throws {
    let (input, output) = (try topic("unheld.in", partitions: 1), try topic("unheld.out", partitions: 1))
    let member = try session([input], group: "unheld")
    defer { member.session.close() }
    try poll(member, until: { !member.held.isEmpty }, "the member gets the partition")
    try requireError(.rewind, "a position of a partition not held") { () throws(LogError) in
      try member.session.commit(
        [record(output, "lost")], positions: [TopicPartition(topic: 0, partition: 7): CommittedPosition(offset: 1)])
    }
    try member.session.commit([record(output, "kept")], positions: [:])
    let seen = try read([output], count: 1)
    try require(seen.map(\.text) == ["kept"], "nothing of the refused commit is written, and the next one is")
  }

  func oversizedCommit() throws {
    let output = try topic("oversized.out", partitions: 1)
    let member = try session([output], group: "oversized")
    defer { member.session.close() }
    try requireError(.tooLarge, "a record of 5 MiB in a commit") { () throws(LogError) in
      try member.session.commit(
        [OutgoingRecord(topic: output, key: [], value: [UInt8](repeating: 0, count: 5 << 20))], positions: [:])
    }
    try member.session.commit([record(output, "small")], positions: [:])
    let seen = try read([output], count: 1)
    try require(seen.map(\.text) == ["small"], "the session goes on after it")
  }

  func positionsWithoutRecords() throws {
    let input = try topic("quiet.in", partitions: 1)
    let place = TopicPartition(topic: 0, partition: 0)
    let member = try session([input], group: "quiet")
    defer { member.session.close() }
    try poll(member, until: { !member.held.isEmpty }, "the member gets the partition")
    try member.session.commit([], positions: [:])
    for offset in 1...3 {
      let position = CommittedPosition(offset: Int64(offset), metadata: "\(offset)")
      try member.session.commit([], positions: [place: position])
      try member.restart()
      try require(member.assignments.last == [place: position], "position \(offset) is remembered")
    }
  }

  func refusedCommitLeavesNothing() throws {
    let (input, output) = (try topic("refused.in", partitions: 1), try topic("refused.out", partitions: 1))
    let place = TopicPartition(topic: 0, partition: 0)
    let member = try session([input], group: "refused")
    defer { member.session.close() }
    try poll(member, until: { !member.held.isEmpty }, "the member gets the partition")
    try requireError(.tooLarge, "metadata over its limit") { () throws(LogError) in
      try member.session.commit(
        [record(output, "torn")],
        positions: [place: CommittedPosition(offset: 9, metadata: String(repeating: "x", count: 5_000))])
    }
    try member.session.commit([record(output, "whole")], positions: [place: CommittedPosition(offset: 1)])
    try member.restart()
    try require(member.assignments.last?[place]??.offset == 1, "no position of the refused commit is kept")
    let seen = try read([output], count: 1)
    try require(seen.map(\.text) == ["whole"], "a reader sees no record of the refused commit: \(seen.map(\.text))")
  }

  func twinIsFenced() throws {
    let (input, output) = (try topic("twin.in", partitions: 1), try topic("twin.out", partitions: 1))
    let first = try session([input], group: "twin")
    defer { first.session.close() }
    try first.session.commit([record(output, "first")], positions: [:])
    let second = try session([input], group: "twin")
    defer { second.session.close() }
    try requireError(.fenced, "a commit of the twin that was there first") { () throws(LogError) in
      try first.session.commit([record(output, "late")], positions: [:])
    }
    try second.session.commit([record(output, "second")], positions: [:])
    let seen = try read([output], count: 2)
    try require(seen.map(\.text) == ["first", "second"], "only the living twin writes: \(seen.map(\.text))")
  }
}
