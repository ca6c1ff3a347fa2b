import Core
import Ports
import TestSupport
import Testing

@testable import PostgresViews

@Suite(.enabled(if: TestCluster.isInstalled, Comment(rawValue: TestCluster.missing)), .serialized)
struct `The history of hazards` {
  private static let settings = Result {
    let settings = try TestCluster.shared.get().settings(database: PrivateCluster.network)
    try Migrator(settings).migrate(.history)
    return settings
  }

  private static let columns = [
    "hazard_id", "revision", "state", "kind", "place_scheme", "segment", "tile", "latitude_e7", "longitude_e7",
    "course_cd", "grade", "cameras", "opened_at", "said_at", "expected_until", "comparison", "likelihood_ratio",
    "peak_deceleration_g",
  ]

  private static func write(_ revisions: [HazardRevision]) throws {
    let store = PostgresViewStore(try settings.get(), schema: ViewSchema.history.rawValue)
    defer { store.close() }
    for revision in revisions {
      let values: [RowColumn.Values] = [
        .ids([revision.hazardID]), .integers([Int64(revision.revision)]), .integers([Int64(revision.state.rawValue)]),
        .integers([Int64(revision.kind.rawValue)]), .integers([Int64(revision.placeScheme.rawValue)]),
        .integers([Int64(bitPattern: revision.segment)]), .integers([Int64(bitPattern: revision.tile.key)]),
        .integers([Int64(revision.position.latitudeE7)]), .integers([Int64(revision.position.longitudeE7)]),
        .integers([Int64(revision.course.centidegrees)]), .integers([Int64(revision.grade)]),
        .integers([Int64(revision.cameras)]), .times([revision.opened]), .times([revision.time]),
        .times([revision.expectedUntil]), .integers([Int64(revision.comparison.rawValue)]),
        .reals([revision.likelihoodRatio.map { Double($0) }]), .reals([revision.peakDeceleration.map { Double($0.g) }]),
      ]
      let row = zip(columns, values).map { RowColumn($0, $0 == "hazard_id" ? .key : .replace, $1) }
      try store.write([.upsert(RowBatch(table: "hazards", columns: row))], positions: [:])
    }
  }

  /// The page after `mark`, of the tiles around the place that the test took for its own.
  private static func page(
    _ place: Coordinate, _ opened: Range<Timestamp> = .distantPast..<(.distantFuture), after mark: PageMark? = nil,
    limit: Int = 100
  ) async throws -> [HazardRevision] {
    try await PostgresHazardViews(try settings.get()).hazards(
      in: [Tile(containing: place)], opened: opened, after: mark, limit: limit)
  }

  @Test func `comes back as it was written, newest first, page by page and between two times`() async throws {
    let place = Hazards.place
    let revisions = (1...7).map { Hazards.revision(2, of: $0, .cleared) }
    try Self.write(revisions)
    let first = try await Self.page(place, limit: 3)
    #expect(first == revisions.suffix(3).reversed())
    let last = try #require(first.last)
    let rest = try await Self.page(place, after: PageMark(time: last.opened, id: last.hazardID))
    #expect(rest == revisions.prefix(4).reversed())
    let some = try await Self.page(place, revisions[1].opened..<revisions[4].opened)
    #expect(some == revisions[1..<4].reversed())
    #expect(try await Self.page(place.moved(east: 9_000, north: 0)).isEmpty)
  }

  @Test func `is not changed by an older revision that comes again`() async throws {
    let place = Hazards.place.moved(east: 5_000, north: 0)
    let newest = Hazards.revision(9, of: 40, .cleared, at: place)
    try Self.write([Hazards.revision(1, of: 40, at: place), newest, Hazards.revision(4, of: 40, .confirmed, at: place)])
    #expect(try await Self.page(place) == [newest])
  }

  @Test func `is asked by an index`() throws {
    _ = try Self.settings.get()
    _ = try Migrator(try Self.settings.get()).migrate(.history, as: "history_plans")
    let connection = try TestCluster.connection(PrivateCluster.network, schema: "history_plans")
    try connection.execute(
      """
      INSERT INTO hazards SELECT decode(md5('h' || n), 'hex'), 1, 1, 1, 1, n, n % 5000, 0, 0, 0, 10, 10,
        now() - n * interval '1 minute', now(), now(), 1, NULL, NULL FROM generate_series(1, 50000) n;
      ANALYZE hazards
      """, "test")
    let parameters: [Question.Value] = [
      .integers([1, 2, 3]), .time(.distantPast), .time(.distantFuture), .id(RecordID(high: 0, low: 0)), .integer(501),
    ]
    let plan = try connection.query(
      "EXPLAIN \(PostgresHazardViews.hazards)", parameters.map(\.parameter), "test"
    ).compactMap { $0[0].text }
    #expect(!plan.isEmpty && plan.allSatisfy { !$0.contains("Seq Scan") }, "\(plan.joined(separator: "\n"))")
  }
}
