import Core
import TestSupport
import Testing

@testable import swerve

/// Real input through real processes, a real broker and a real database: recording → agent → issuer → admission →
/// insights, and agent → projections and clips. Stages, agent and database are disturbed meanwhile (`RecordedRun`).
@Suite(
  "The 28 recorded drives on a real broker",
  .enabled(if: RecordedColumns.isThere, Comment(rawValue: RecordedColumns.missing)),
  .enabled(if: KafkaCluster.isAvailable, Comment(rawValue: KafkaCluster.missing)),
  .enabled(if: TestPostgres.isInstalled, Comment(rawValue: TestPostgres.missing)))
struct RecordedDrivesTests {
  /// A row of the recording stands for a second.
  static let halfARow = 0.5
  static let metersPerMile = 1_609.344

  private func outcome() async throws -> RecordedRun { try await onOwnThread { try RecordedRun.outcome.get() } }

  @Test func `every braking of 0.35 g that the GPS speed confirms is admitted, and none that it contradicts`()
    async throws
  {
    let (run, columns) = (try await outcome(), try RecordedColumns.drives.get())
    let (confirmed, contradicted) = columns.hardBrakings
    #expect(confirmed.count == 7 && contradicted.count == 4)
    #expect(run.sent >= 7 && run.admitted.count == run.sent && run.rejected == 0)
    for row in confirmed {
      let found = run.admitted.contains { row.time - Self.halfARow < $0 && $0 < row.time + Self.halfARow }
      #expect(found, "the braking of drive \(row.drive) at \(row.time)")
    }
    for row in contradicted { #expect(!run.admitted.contains { abs($0 - row.time) <= 2.5 }) }
    for time in run.admitted {
      let row = try #require(columns.rows.first { abs($0.time - time) < Self.halfARow })
      #expect((row.g ?? 0) <= -0.30)
      #expect(columns.drop(in: row.drive, from: time - 4, to: time + 4) >= RecordedColumns.confirmingDrop)
    }
  }

  @Test func `are 28 trips of 229.8 miles in the archive, with the confirmed brakings and none that is contradicted`()
    async throws
  {
    let (run, columns) = (try await outcome(), try RecordedColumns.drives.get())
    let miles = run.trips.reduce(0) { $0 + $1.meters } / Self.metersPerMile
    #expect(run.trips.count == 28)
    #expect(abs(miles / 229.8 - 1) < 0.01, "\(miles) miles")
    let brakings = run.events.filter { $0.kind == IncidentKind.hardBraking.rawValue }.map(\.time)
    let (confirmed, contradicted) = columns.hardBrakings
    for row in confirmed {
      let found = brakings.contains { row.time - Self.halfARow < $0 && $0 < row.time + Self.halfARow }
      #expect(found, "the braking of drive \(row.drive) at \(row.time)")
    }
    for row in contradicted { #expect(!brakings.contains { abs($0 - row.time) <= 2.5 }) }
  }

  @Test func `give the same rows whoever was killed, and folded anew from offset zero`() async throws {
    let run = try await outcome()
    #expect(run.kills >= 8)
    #expect(run.views.contains("\ntrack_chunks\n") && run.views.utf8.count > 100_000)
    #expect(run.views == run.viewsAgain)
    // Nothing was set aside.
    #expect(run.views.contains("set_aside\n\nsequences"))
    #expect(run.contributions == run.exposures && run.exposures > 2_000)
    #expect(run.figures == run.figuresAgain)
    #expect(run.unruly == [])
  }

  @Test func `lose no acknowledged byte of their footage`() async throws {
    let run = try await outcome()
    #expect(run.lostBytes == 0)
    #expect(run.filmsAsTheyWere == [Bool](repeating: true, count: RecordedRun.films))
    // Around the braking, and as a part of the drive.
    #expect(run.clipsReceived == 2 * RecordedRun.films)
  }

  @Test func `leave nothing of a driver who is erased`() async throws {
    #expect(try await outcome().leftAfterErasure == "")
  }

  @Test(.enabled(if: CanaryScan.isThere, Comment(rawValue: CanaryScan.missing)))
  func `leave no place, no name and no byte of a clip in the clear on the personal plane`() async throws {
    let run = try await outcome()
    #expect(run.scan.status == 0, "\(run.scan.text)")
    #expect(run.scan.text.contains(" 0 surviving canaries"))
    // Unsealed, all three kinds are found.
    #expect(run.control.status == 1)
    for kind in ["text:", "key:", "point:"] { #expect(run.control.text.contains(" " + kind), "\(run.control.text)") }
  }
}
