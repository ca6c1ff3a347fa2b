import Core
import Foundation
import Spool
import TestSupport
import Testing

@Suite("The outbox")
struct OutboxTests {
  @Test func `gives out in order what was appended, also after it is opened again`() throws {
    let folder = try SpoolFolder()
    let entries = (0..<50).map { record($0, plane: $0 % 3 == 0 ? .personal : .network, bytes: $0) }
    do {
      let spool = try folder.open()
      for batch in 0..<5 { try spool.append(Array(entries[(batch * 10)..<(batch * 10 + 10)])) }
    }
    let spool = try folder.open()
    #expect(spool.count == 50)
    let pending = try spool.pending(limit: 100)
    #expect(pending.map(\.entry) == entries)
    #expect(zip(pending, pending.dropFirst()).allSatisfy { $0.sequence < $1.sequence })
    #expect(try spool.pending(limit: 7, after: pending[9].sequence).map(\.entry) == Array(entries[10..<17]))
    #expect(try spool.pending(limit: 100, plane: .personal).map(\.entry) == entries.filter { $0.plane == .personal })
  }

  @Test func `keeps bytes as they are, empty ones too`() throws {
    let folder = try SpoolFolder()
    let entry = SpoolEntry(
      plane: .personal, topic: "", key: [], value: [0, 255, 0], timestamp: .init(milliseconds: -1))
    try folder.open().append([entry])
    #expect(try folder.open().pending(limit: 1).map(\.entry) == [entry])
  }

  @Test func `passes over what is pending or was acknowledged`() throws {
    let folder = try SpoolFolder()
    let spool = try folder.open()
    #expect(try spool.append([record(1), record(2), record(1)]) == AppendOutcome(appended: 2, duplicates: 1))
    let first = try spool.pending(limit: 1)
    try spool.acknowledge(first.map(\.sequence))
    try spool.acknowledge(first.map(\.sequence) + [999, -5, .min, .max])
    #expect(try spool.append([record(1), record(2), record(3)]) == AppendOutcome(appended: 1, duplicates: 2))
    #expect(try spool.pending(limit: 10).map(\.entry) == [record(2), record(3)])
    let again = record(9, withID: false)
    #expect(try spool.append([again, again]).appended == 2)
  }

  @Test func `remembers the newest acknowledged ids, and no more than its limit`() throws {
    let folder = try SpoolFolder()
    var limits = SpoolLimits()
    limits.rememberedAcknowledgements = 10
    let spool = try folder.open(limits)
    try spool.append((0..<30).map { record($0) })
    try spool.acknowledge(try spool.pending(limit: 30).map(\.sequence))
    #expect(try spool.append((20..<30).map { record($0) }).duplicates == 10)
    #expect(try spool.append((0..<20).map { record($0) }).appended == 20)
  }

  @Test func `never gives a sequence twice`() throws {
    let folder = try SpoolFolder()
    var seen: Set<Int64> = []
    for round in 0..<5 {
      let spool = try folder.open()
      try spool.append([record(round * 2), record(round * 2 + 1)])
      let sequences = try spool.pending(limit: 10).map(\.sequence)
      #expect(sequences.allSatisfy { seen.insert($0).inserted })
      try spool.acknowledge(sequences)
      #expect(spool.count == 0)
      #expect(spool.byteCount == 0)
    }
  }

  @Test func `moves the checkpoint with the entries, or neither`() throws {
    let folder = try SpoolFolder()
    var limits = SpoolLimits()
    limits.maximumEntries = 3
    let spool = try folder.open(limits)
    #expect(try spool.checkpoint("camera") == nil)
    try spool.append([record(1), record(2)], checkpoint: "camera", [2])
    let error = #expect(throws: SpoolError.self) {
      try spool.append([record(3), record(4)], checkpoint: "camera", [4])
    }
    #expect(error?.kind == .overLimit)
    #expect(try spool.checkpoint("camera") == [2])
    #expect(spool.count == 2)
    #expect(try spool.pending(limit: 9).map(\.entry) == [record(1), record(2)])
    try spool.append([], checkpoint: "camera", [3])
    #expect(try spool.checkpoint("camera") == [3])
  }

  @Test func `refuses beyond its limits with a word of advice`() throws {
    let folder = try SpoolFolder()
    var limits = SpoolLimits()
    limits.maximumBytes = 1_000
    let spool = try folder.open(limits)
    try spool.append([record(1, bytes: 900)])
    let error = #expect(throws: SpoolError.self) { try spool.append([record(2, bytes: 100)]) }
    #expect(error?.kind == .overLimit)
    #expect(error?.hint.contains("acknowledge") == true)
    try spool.acknowledge(try spool.pending(limit: 1).map(\.sequence))
    #expect(try spool.append([record(2, bytes: 100)]).appended == 1)
  }

  @Test func `gives up the oldest where it may, and does not take them again`() throws {
    let folder = try SpoolFolder()
    var limits = SpoolLimits()
    limits.maximumEntries = 5
    limits.whenFull = .evictOldest
    let spool = try folder.open(limits)
    try spool.append((0..<5).map { record($0) })
    #expect(try spool.append([record(5), record(6)]) == AppendOutcome(appended: 2, evicted: 2))
    #expect(try spool.pending(limit: 10).map(\.entry) == (2...6).map { record($0) })
    #expect(try spool.append([record(0)]).duplicates == 1)
    #expect(spool.count == 5)
  }

  @Test(arguments: 0..<20)
  func `is what a slow model says it is, over any course of operations`(seed: UInt64) throws {
    let folder = try SpoolFolder()
    var random = SeededGenerator(seed: seed)
    var spool = try folder.open()
    var model: [SpoolEntry] = []
    var known: Set<Int> = []
    for _ in 0..<60 {
      switch Int.random(in: 0..<4, using: &random) {
      case 0, 1:
        let numbers = (0..<Int.random(in: 0...6, using: &random)).map { _ in Int.random(in: 0..<80, using: &random) }
        try spool.append(numbers.map { record($0) })
        for number in numbers where known.insert(number).inserted { model.append(record(number)) }
      case 2:
        let pending = try spool.pending(limit: 100).filter { _ in Bool.random(using: &random) }
        try spool.acknowledge(pending.map(\.sequence))
        let gone = Set(pending.map(\.entry))
        model.removeAll { gone.contains($0) }
      default:
        // The old connection must be gone before the file is opened again.
        spool = try reopen(consume spool, folder)
      }
      #expect(try spool.pending(limit: 1_000).map(\.entry) == model, "seed \(seed)")
      #expect(spool.count == model.count, "seed \(seed)")
    }
  }

  private func reopen(_ spool: consuming Spool, _ folder: SpoolFolder) throws -> Spool {
    _ = consume spool
    return try folder.open()
  }
}
