internal import Core
internal import Ports

extension ViewStoreContract {
  private func write(_ changes: [RowChange]) throws {
    let store = try open()
    defer { store.close() }
    try store.write(changes, positions: [:])
  }

  func rowsAlone() throws {
    try write([.upsert(batch(.rowsAlone, parts: [1, 2]))])
    try require(try rows(.rowsAlone) == [["part": .integer(1)], ["part": .integer(2)]], "rows need no position")
  }

  func everyTypeComesBack() throws {
    let owner = RecordID(high: 0x0102_0304_0506_0708, low: 0x090a_0b0c_0d0e_0f10)
    try write([
      .upsert(
        batch(
          .everyTypeComesBack, parts: [1],
          [
            RowColumn("owner_id", .replace, .ids([owner])), RowColumn("number", .replace, .integers([-7])),
            RowColumn("amount", .replace, .reals([0.1])), RowColumn("words", .replace, .texts(["Straße, \"ü\" {,}"])),
            RowColumn("payload", .replace, .bytes([[0, 255, 92, 39]])),
            RowColumn("moment", .replace, .times([Timestamp(milliseconds: 1_767_225_600_123)])),
            RowColumn("flag", .replace, .booleans([true])),
          ]))
    ])
    let expected: [String: ViewCell] = [
      "part": .integer(1), "owner_id": .id(owner), "number": .integer(-7), "amount": .real(0.1),
      "words": .text("Straße, \"ü\" {,}"), "payload": .bytes([0, 255, 92, 39]),
      "moment": .time(Timestamp(milliseconds: 1_767_225_600_123)), "flag": .boolean(true),
    ]
    let found = try rows(.everyTypeComesBack)
    try require(found == [expected], "values come back as they went in: \(found)")
  }

  func extremesComeBack() throws {
    let times = [Timestamp.distantPast, .distantFuture, Timestamp(milliseconds: -1), Timestamp(milliseconds: 0)]
    let numbers: [Int64] = [.min, .max, 0, -1]
    let amounts = [-Double.infinity, Double.greatestFiniteMagnitude, .leastNonzeroMagnitude, 1.0.nextUp]
    let long = String(repeating: "x", count: 100_000)
    let words = ["", long, "NULL", "'; DROP TABLE samples; --"]
    let payloads: [[UInt8]] = [[], [UInt8](repeating: 0, count: 100_000), [0], Array("NULL".utf8)]
    try write([
      .upsert(
        batch(
          .extremesComeBack, parts: [1, 2, 3, 4],
          [
            RowColumn("number", .replace, .integers(numbers)), RowColumn("amount", .replace, .reals(amounts)),
            RowColumn("words", .replace, .texts(words)), RowColumn("payload", .replace, .bytes(payloads)),
            RowColumn("moment", .replace, .times(times)),
          ]))
    ])
    let found = try rows(.extremesComeBack)
    try require(found.count == 4, "each row is there")
    for index in 0..<4 {
      let row = found[index]
      try require(row["number"] == .integer(numbers[index]), "number \(index)")
      try require(row["amount"] == .real(amounts[index]), "amount \(index)")
      try require(row["words"] == .text(words[index]), "words \(index)")
      try require(row["payload"] == .bytes(payloads[index]), "payload \(index)")
      try require(row["moment"] == .time(times[index]), "moment \(index): \(String(describing: row["moment"]))")
    }
  }

  func unknownsComeBack() throws {
    try write([
      .upsert(
        batch(
          .unknownsComeBack, parts: [1, 2],
          [
            RowColumn("owner_id", .replace, .ids([nil, RecordID(high: 0, low: 0)])),
            RowColumn("number", .replace, .integers([nil, 0])), RowColumn("amount", .replace, .reals([nil, 0])),
            RowColumn("words", .replace, .texts([nil, ""])), RowColumn("payload", .replace, .bytes([nil, []])),
            RowColumn("moment", .replace, .times([nil, Timestamp(milliseconds: 0)])),
            RowColumn("flag", .replace, .booleans([nil, false])),
          ]))
    ])
    let found = try rows(.unknownsComeBack)
    try require(found.first == ["part": .integer(1)], "what is unknown stays unknown: \(found)")
    try require(found.last?.count == 8, "zero and empty are not unknown: \(found)")
  }

  func upsertMerges() throws {
    try write([.upsert(merging(.upsertMerges, number: 5)), .upsert(merging(.upsertMerges, number: 3))])
    try requireMerged(.upsertMerges)
  }

  func updateMerges() throws {
    try write([.upsert(merging(.updateMerges, number: 5)), .update(merging(.updateMerges, number: 3))])
    try requireMerged(.updateMerges)
  }

  /// The same number merged in each way, with one row for each way.
  private func merging(_ clause: Clause, number: Int64?) -> RowBatch {
    batch(
      clause, parts: [1],
      [
        RowColumn("number", .add, .integers([number])), RowColumn("amount", .least, .reals([number.map(Double.init)])),
        RowColumn("words", .greatest, .texts([number.map { "\($0)" }])),
        RowColumn("payload", .replace, .bytes([number.map { [UInt8($0)] }])),
        RowColumn("moment", .keepIfKnown, .times([number.map(Timestamp.init(milliseconds:))])),
        RowColumn("owner_id", .replaceIfKnown, .ids([number.map { RecordID(high: 0, low: UInt64($0)) }])),
      ])
  }

  private func requireMerged(_ clause: Clause) throws {
    let found = try rows(clause)
    let expected: [String: ViewCell] = [
      "part": .integer(1), "number": .integer(8), "amount": .real(3), "words": .text("5"), "payload": .bytes([3]),
      "moment": .time(Timestamp(milliseconds: 5)), "owner_id": .id(RecordID(high: 0, low: 3)),
    ]
    try require(found == [expected], "columns merge as they say: \(found)")
  }

  func unknownsMerge() throws {
    let clause = Clause.unknownsMerge
    try write([.upsert(merging(clause, number: nil)), .upsert(merging(clause, number: 4))])
    let known: [String: ViewCell] = [
      "part": .integer(1), "number": .integer(4), "amount": .real(4), "words": .text("4"), "payload": .bytes([4]),
      "moment": .time(Timestamp(milliseconds: 4)), "owner_id": .id(RecordID(high: 0, low: 4)),
    ]
    let first = try rows(clause)
    try require(first == [known], "what becomes known replaces the unknown: \(first)")
    try write([.upsert(merging(clause, number: nil))])
    let second = try rows(clause)
    try require(second == [known.filter { $0.key != "payload" }], "only `replace` makes it unknown again: \(second)")
  }

  func updateOfMissing() throws {
    let clause = Clause.updateOfMissing
    try write([
      .upsert(batch(clause, parts: [1])),
      .update(batch(clause, parts: [1, 2], [RowColumn("number", .replace, .integers([1, 2]))])),
    ])
    let found = try rows(clause)
    try require(found == [["part": .integer(1), "number": .integer(1)]], "an update makes no row: \(found)")
  }

  func deleteByWholeKey() throws {
    let clause = Clause.deleteByWholeKey
    try write([.upsert(batch(clause, parts: [1, 2, 3])), .delete(batch(clause, parts: [1, 3, 9]))])
    try require(try rows(clause) == [["part": .integer(2)]], "rows with the keys go, others stay")
  }

  func deleteByPartOfKey() throws {
    let clause = Clause.deleteByPartOfKey
    try write([.upsert(batch(clause, parts: [1, 2, 3]))])
    let keys = RowBatch(table: "samples", columns: [RowColumn("key_id", .key, .ids([key(clause)]))])
    try write([.delete(keys)])
    try require(try rows(clause).isEmpty, "a part of the key deletes every row that has it")
    try require(try !readSamples().contains { $0["key_id"] == .id(key(clause)) }, "and they are gone")
  }

  func changesInOrder() throws {
    let clause = Clause.changesInOrder
    let number = { (value: Int64) in RowColumn("number", .add, .integers([value])) }
    try write([
      .upsert(batch(clause, parts: [1], [number(1)])), .delete(batch(clause, parts: [1])),
      .update(batch(clause, parts: [1], [number(2)])), .upsert(batch(clause, parts: [1], [number(4)])),
      .update(batch(clause, parts: [1], [number(8)])),
    ])
    let found = try rows(clause)
    try require(found == [["part": .integer(1), "number": .integer(12)]], "changes apply in their order: \(found)")
  }

  func repeatedKeysInOrder() throws {
    let clause = Clause.repeatedKeysInOrder
    let columns = [
      RowColumn("number", .add, .integers([1, 10, 2, 4, 20])),
      RowColumn("words", .replace, .texts(["a", "b", "c", nil, "d"])),
      RowColumn("payload", .keepIfKnown, .bytes([nil, [2], [3], [4], [5]])),
    ]
    let expected: [[String: ViewCell]] = [
      ["part": .integer(1), "number": .integer(7), "payload": .bytes([3])],
      ["part": .integer(2), "number": .integer(30), "words": .text("d"), "payload": .bytes([2])],
    ]
    try write([.upsert(batch(clause, parts: [1, 2, 1, 1, 2], columns))])
    let first = try rows(clause)
    try require(first == expected, "a key that is repeated in one batch is merged in the order of rows: \(first)")
    try write([.update(batch(clause, parts: [1, 1], [RowColumn("number", .add, .integers([1, 1]))]))])
    try require(try rows(clause).first?["number"] == .integer(9), "also where it is updated")
  }

  func emptyBatch() throws {
    let empty = batch(.emptyBatch, parts: [], [RowColumn("number", .add, .integers([]))])
    try write([.upsert(empty), .update(empty), .delete(batch(.emptyBatch, parts: []))])
    try require(try rows(.emptyBatch).isEmpty, "a batch without rows changes nothing")
  }

  func refusedChangeLeavesNothing() throws {
    let clause = Clause.refusedChangeLeavesNothing
    let place = place(clause)
    let store = try open()
    defer { store.close() }
    let epoch = try claim(store, place).epoch
    let number = { (value: Int64) in
      RowChange.upsert(batch(clause, parts: [1], [RowColumn("number", .add, .integers([value]))]))
    }
    try store.write([number(.max)], positions: [place: ViewAdvance(epoch: epoch, next: 1)])
    try requireError(.other, "a sum outside its range is refused") { () throws(ViewError) in
      try store.write(
        [.upsert(batch(clause, parts: [2])), number(1)], positions: [place: ViewAdvance(epoch: epoch, next: 2)])
    }
    try require(try rows(clause) == [["part": .integer(1), "number": .integer(.max)]], "nothing of it is written")
    try store.write([number(-1)], positions: [place: ViewAdvance(epoch: epoch, next: 2)])
    try require(try rows(clause).first?["number"] == .integer(.max - 1), "the store goes on afterwards")
  }
}
