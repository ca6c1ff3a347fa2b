import Alerts
import Core
import TestSupport
import Testing

@Suite("The alert board")
struct AlertBoardTests {
  static let place = Coordinate(latitude: 46, longitude: -30)!
  static let start = Timestamp(milliseconds: 1_770_000_000_000)

  func revision(
    _ hazard: UInt64, _ number: UInt32, _ state: HazardState = .confirmed, after seconds: Int64 = 0, north: Double = 0
  ) -> HazardRevision {
    let position = Self.place.moved(east: 0, north: north)
    return HazardRevision(
      hazardID: RecordID(high: hazard, low: 0), revision: number, state: state, kind: .suddenBraking, segment: 0,
      placeScheme: .grid100m, tile: Tile(containing: position), position: position, course: Course(degrees: 0)!,
      grade: 10, cameras: 10, opened: Self.start, time: Self.start + .seconds(seconds),
      expectedUntil: Self.start + .minutes(25))
  }

  @Test func `a revision is news once`() {
    var board = AlertBoard(partitions: 2)
    guard case .news = board.absorb(revision(1, 1), partition: 0, offset: 0) else { return #expect(Bool(false)) }
    #expect(board.absorb(revision(1, 1), partition: 0, offset: 0) == .known)
    #expect(board.absorb(revision(1, 1), partition: 0, offset: 1) == .known)
    #expect(board.absorb(nil, partition: 0, offset: 2) == .known)
    #expect(board.current.text == "3.0")
    #expect(board.living == 1)
  }

  @Test func `a driver is shown what lives in their tiles, and for a while what was cleared`() {
    var board = AlertBoard(partitions: 1)
    _ = board.absorb(revision(1, 1), partition: 0, offset: 0)
    _ = board.absorb(revision(2, 1, north: 5000), partition: 0, offset: 1)
    let here: Set<Tile> = [Tile(containing: Self.place)]
    #expect(board.hazards(in: here).map(\.hazardID.high) == [1])
    _ = board.absorb(revision(1, 2, .cleared, after: 60), partition: 0, offset: 2)
    #expect(board.hazards(in: here).map(\.state) == [.cleared])
    _ = board.absorb(revision(2, 2, after: 3600, north: 5000), partition: 0, offset: 3)
    #expect(board.hazards(in: here) == [])
    #expect(board.living == 1)
  }

  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func `who comes back, even to another process, gets exactly what was missed`(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let partitions = 3
    let records = (0..<60).map { (index: Int) -> (Int32, Int64, HazardRevision) in
      (Int32(index % partitions), Int64(index / partitions), revision(UInt64(index), 1))
    }
    // Two processes that read the same partitions in another order.
    func shuffled() -> [(Int32, Int64, HazardRevision)] {
      var queues = (0..<partitions).map { partition in records.filter { $0.0 == Int32(partition) } }
      var order: [(Int32, Int64, HazardRevision)] = []
      while let pick = queues.indices.filter({ !queues[$0].isEmpty }).randomElement(using: &generator) {
        order.append(queues[pick].removeFirst())
      }
      return order
    }
    var before = AlertBoard(partitions: partitions)
    var seen: Set<RecordID> = []
    var position = before.current
    for (partition, offset, revision) in shuffled().prefix(25) {
      if case .news(let event) = before.absorb(revision, partition: partition, offset: offset) {
        seen.insert(event.revision.hazardID)
        position = event.position
      }
    }
    var after = AlertBoard(partitions: partitions)
    for (partition, offset, revision) in shuffled() { _ = after.absorb(revision, partition: partition, offset: offset) }
    let resumed = try #require(StreamPosition(text: position.text))
    let missed = try #require(after.missed(since: resumed, tiles: [Tile(containing: Self.place)]))
    #expect(Set(missed.map(\.revision.hazardID)) == Set(records.map(\.2.hazardID)).subtracting(seen))
    #expect(missed.count == 60 - 25)
  }

  @Test func `a position of another log or of nowhere is not gone on from`() {
    let board = AlertBoard(partitions: 2)
    #expect(board.missed(since: StreamPosition(partitions: 3), tiles: []) == nil)
    for text in ["", "a", "1..2", "-1", "1.2.x", "99999999999999999999"] { #expect(StreamPosition(text: text) == nil) }
  }
}
