import Core
import Ports
import TestSupport
import Testing

@testable import PostgresViews

@Suite(.enabled(if: TestCluster.isInstalled, Comment(rawValue: TestCluster.missing)), .serialized)
struct `Figures for insurers` {
  private static let settings = Result {
    let settings = try TestCluster.shared.get().settings(database: PrivateCluster.network)
    try Migrator(settings).migrate(.insights)
    return settings
  }

  private static let tile = Tile(containing: Coordinate(latitudeE7: 460_000_000, longitudeE7: -300_000_000))

  /// Contributions to one place in one hour of the week.
  private static func contributions(_ tags: Range<Int64>, segment: Int64, hour: Int64 = 5_000) -> RowChange {
    let count = tags.count
    func column(_ value: Int64) -> RowColumn.Values { .integers(Array(repeating: value, count: count)) }
    return .upsert(
      RowBatch(
        table: "contributions",
        columns: [
          RowColumn("contribution", .key, .integers(Array(tags))), RowColumn("hour_bucket", .keepIfKnown, column(hour)),
          RowColumn("segment", .keepIfKnown, column(segment)),
          RowColumn("hour_of_week", .keepIfKnown, column((hour + 72) % 168)),
          RowColumn("tile", .keepIfKnown, column(Int64(bitPattern: tile.key))),
          RowColumn("speed_mmps", .keepIfKnown, .integers(tags.map { $0 % 2 == 0 ? 10_000 : 20_000 })),
          RowColumn("braked", .keepIfKnown, .booleans(tags.map { $0 % 5 == 0 })),
        ]))
  }

  private static func write(_ changes: [RowChange]) throws {
    let store = PostgresViewStore(try settings.get(), schema: ViewSchema.insights.rawValue)
    defer { store.close() }
    try store.write(changes, positions: [:])
  }

  private static func released(segment: Int64) async throws -> SegmentHour? {
    try await PostgresInsightViews(try settings.get()).segmentHours(in: [tile], after: nil, limit: 1_000)
      .first { $0.segment == UInt64(bitPattern: segment) }
  }

  @Test func `are seen from the tenth distinct contribution on`() async throws {
    // The largest keys are below zero in the database, which knows no unsigned numbers.
    let segment = Int64.min + 1
    try Self.write([Self.contributions(0..<9, segment: segment), Self.contributions(0..<9, segment: segment)])
    #expect(try await Self.released(segment: segment) == nil)
    try Self.write([Self.contributions(5..<10, segment: segment)])
    let figure = try #require(try await Self.released(segment: segment))
    #expect(figure.passes == SegmentHour.minimumContributions)
    #expect(figure.meanSpeed == .metersPerSecond(15))
    #expect(figure.brakingShare == 0.2)
    #expect(figure.hour == HourOfWeek(hourBucket: 5_000))
  }

  @Test func `stay when the contributions behind them are forgotten, which they are after eight days`() async throws {
    try Self.write([Self.contributions(100..<110, segment: 2, hour: 5_000)])
    try Self.write([Self.contributions(200..<211, segment: 3, hour: 5_193)])
    let connection = try TestCluster.connection(PrivateCluster.network, schema: "insights")
    let left = try connection.query("SELECT min(hour_bucket), count(*) FROM contributions", [], "test")
    #expect(left.first?[0].integer == 5_193 && left.first?[1].integer == 11)
    #expect(try await Self.released(segment: 2)?.passes == 10)
    #expect(try await Self.released(segment: 3)?.passes == 11)
  }

  @Test func `come in pages, each figure once`() async throws {
    for segment in Int64(50)..<60 {
      try Self.write([Self.contributions(segment * 1_000..<(segment * 1_000 + 10), segment: segment, hour: 6_000)])
    }
    let views = PostgresInsightViews(try Self.settings.get())
    var seen: [UInt64] = []
    var mark: SegmentHourMark?
    while true {
      let page = try await views.segmentHours(in: [Self.tile], after: mark, limit: 3)
      seen += page.map(\.segment)
      guard let last = page.last else { break }
      mark = SegmentHourMark(segment: last.segment, hour: last.hour)
    }
    #expect(Set(seen).isSuperset(of: 50..<60) && Set(seen).count == seen.count)
    let elsewhere = try #require(Tile(x: 1, y: 1))
    #expect(try await views.segmentHours(in: [elsewhere], after: nil, limit: 3).isEmpty)
  }

  @Test func `are asked for with an index`() throws {
    _ = try Self.settings.get()
    let connection = try TestCluster.connection(PrivateCluster.network, schema: "insights")
    try connection.execute(
      """
      INSERT INTO segment_hours SELECT 1000000 + n, n % 168, n % 2000, 10 + n % 50, 0, 1000
        FROM generate_series(1, 20000) n;
      ANALYZE segment_hours
      """, "test")
    let parameters: [Question.Value] = [.integers([7, 8, 9]), .integer(.min), .integer(-1), .integer(501)]
    let plan = try connection.query(
      "EXPLAIN \(PostgresInsightViews.segmentHours)", parameters.map(\.parameter), "test"
    ).compactMap { $0[0].text }
    #expect(!plan.isEmpty && plan.allSatisfy { !$0.contains("Seq Scan") }, "\(plan.joined(separator: "\n"))")
  }
}
