import Core
import TestSupport
import Testing

@Suite("What stays and what makes room")
struct RetentionTests {
  /// One row of the table: the archive as words, what comes, what goes.
  struct Case: CustomTestStringConvertible {
    var testDescription: String
    /// `NUMBER:KIND:BYTES:RECORDED[:MARK]`; kinds e (event), d (drive), ? (unknown); marks s, h, w (starred, held, shown).
    var archive: String
    var tier: Int64
    var incoming: Int64
    var reserved: Int64 = 0
    /// Numbers of what goes, in order; nil: it cannot fit.
    var gone: [UInt64]?
    var missing: Int64 = 0
  }

  static let table: [Case] = [
    Case(testDescription: "an empty archive takes what fits", archive: "", tier: 10, incoming: 10, gone: []),
    Case(
      testDescription: "one byte over the tier does not fit", archive: "", tier: 10, incoming: 11, gone: nil, missing: 1
    ),
    Case(
      testDescription: "exactly full needs nothing to go", archive: "1:d:6:1", tier: 10, incoming: 4, gone: []),
    Case(
      testDescription: "the oldest footage goes first, whatever the order", archive: "1:d:4:30 2:d:4:10 3:d:4:20",
      tier: 12, incoming: 1, gone: [2]),
    Case(
      testDescription: "as many go as must, and no more", archive: "1:d:4:10 2:d:4:20 3:d:4:30", tier: 12, incoming: 5,
      gone: [1, 2]),
    Case(
      testDescription: "event clips are passed over", archive: "1:e:4:10 2:d:4:20 3:e:4:30", tier: 12, incoming: 4,
      gone: [2]),
    Case(
      testDescription: "nothing goes in vain", archive: "1:e:8:10 2:d:2:20", tier: 10, incoming: 5, gone: nil,
      missing: 3),
    Case(
      testDescription: "starred, held and shared footage stays", archive: "1:d:3:10:s 2:d:3:20:h 3:d:3:30:w 4:d:1:40",
      tier: 10, incoming: 1, gone: [4]),
    Case(
      testDescription: "and is not enough to make room", archive: "1:d:3:10:s 2:d:3:20:h 3:d:3:30:w 4:d:1:40", tier: 10,
      incoming: 2, gone: nil, missing: 1),
    Case(
      testDescription: "an unknown kind is not routine footage", archive: "1:?:8:10 2:d:2:20", tier: 10, incoming: 2,
      gone: [2]),
    Case(
      testDescription: "what is reserved counts and cannot go", archive: "1:d:4:10", tier: 10, incoming: 6, reserved: 4,
      gone: [1]),
    Case(
      testDescription: "reservations alone may fill a tier", archive: "1:d:4:10", tier: 10, incoming: 6, reserved: 5,
      gone: nil, missing: 1),
    Case(
      testDescription: "a smaller tier makes the oldest go", archive: "1:d:4:10 2:d:4:20 3:e:4:5", tier: 9, incoming: 0,
      gone: [1]),
    Case(
      testDescription: "of one instant, the smaller id", archive: "2:d:4:10 1:d:4:10", tier: 8, incoming: 3, gone: [1]),
    Case(
      testDescription: "empty footage frees nothing, so it stays", archive: "1:d:0:10 2:d:4:20", tier: 4, incoming: 1,
      gone: [2]),
  ]

  private static func clips(_ archive: String) -> [StoredClip] {
    archive.split(separator: " ").compactMap { word in
      let parts = word.split(separator: ":")
      guard let number = UInt64(parts[0]), let bytes = Int64(parts[2]), let time = Int64(parts[3]) else { return nil }
      let kind: ClipKind = parts[1] == "e" ? .event : parts[1] == "d" ? .drive : ClipKind(rawValue: 9)
      let mark = parts.count > 4 ? parts[4] : ""
      return StoredClip(
        id: RecordID(high: 0, low: number), kind: kind, byteCount: bytes, recordedFrom: Timestamp(milliseconds: time),
        isStarred: mark == "s", isHeld: mark == "h", isShared: mark == "w")
    }
  }

  @Test(arguments: table) func `follows the table`(row: Case) {
    let clips = Self.clips(row.archive)
    let verdict = RetentionRule.makeRoom(for: row.incoming, tier: row.tier, clips: clips, reserved: row.reserved)
    guard let gone = row.gone else {
      let used = clips.reduce(row.reserved) { $0 + $1.byteCount }
      let removable = clips.filter(\.mayRollOver).reduce(0) { $0 + $1.byteCount }
      let shortage = TierShortage(
        tier: row.tier, used: used, incoming: row.incoming, removable: removable, missing: row.missing)
      #expect(verdict == .cannotFit(shortage))
      #expect(shortage.missing == used + row.incoming - removable - row.tier)
      return
    }
    let expected = gone.map { number -> ClipRemoval in
      let clip = clips.first { $0.id.low == number }
      return ClipRemoval(clipID: RecordID(high: 0, low: number), byteCount: clip?.byteCount ?? -1, reason: .tierFull)
    }
    #expect(verdict == .fits(expected))
  }

  @Test func `sizes beyond all measure do not trap`() {
    let clips = Self.clips("1:d:9223372036854775807:10 2:e:9223372036854775807:20")
    guard case .cannotFit = RetentionRule.makeRoom(for: .max, tier: 10, clips: clips, reserved: .max) else {
      Issue.record("it fitted")
      return
    }
    guard case .cannotFit = RetentionRule.makeRoom(for: 1, tier: -5, clips: []) else {
      Issue.record("it fitted")
      return
    }
  }

  @Test func `a smaller tier is the reason that is told`() {
    let verdict = RetentionRule.makeRoom(
      for: 0, tier: 4, clips: Self.clips("1:d:4:10 2:d:4:20"), cause: .tierChanged)
    #expect(
      verdict == .fits([ClipRemoval(clipID: RecordID(high: 0, low: 1), byteCount: 4, reason: .tierChanged)]))
  }

  /// Laws over random archives: what fits stays within the tier, only what may roll over goes, the oldest first, and
  /// without the last removal it would not have fitted.
  @Test(arguments: 0..<200) func `keeps its laws`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let clips = (0..<Int.random(in: 0...30, using: &generator)).map { number in
      StoredClip(
        id: RecordID(high: 0, low: UInt64(number)), kind: Bool.random(using: &generator) ? .drive : .event,
        byteCount: Int64.random(in: 0...20, using: &generator),
        recordedFrom: Timestamp(milliseconds: Int64.random(in: 0...10, using: &generator)),
        isStarred: Int.random(in: 0..<4, using: &generator) == 0)
    }
    let tier = Int64.random(in: 0...400, using: &generator)
    let incoming = Int64.random(in: 0...100, using: &generator)
    let used = clips.reduce(0) { $0 + $1.byteCount }
    let removable = clips.filter(\.mayRollOver)
    switch RetentionRule.makeRoom(for: incoming, tier: tier, clips: clips.shuffled(using: &generator)) {
    case .cannotFit: #expect(used + incoming - removable.reduce(0) { $0 + $1.byteCount } > tier)
    case .fits(let removals):
      let freed = removals.reduce(0) { $0 + $1.byteCount }
      #expect(removals.isEmpty || used - freed + incoming <= tier)
      #expect(!removals.isEmpty || used + incoming <= tier)
      if let last = removals.last { #expect(used - freed + last.byteCount + incoming > tier) }
      let order = RetentionRule.order(clips).filter { $0.byteCount > 0 }.map(\.id)
      #expect(removals.map(\.clipID) == Array(order.prefix(removals.count)))
    }
  }
}
