import Core
import Ports
import TestSupport
import Testing

@testable import PostgresViews

/// What an owner and an upload ask of a ledger of 20,000 clips.
@Suite(.enabled(if: TestCluster.isInstalled, Comment(rawValue: TestCluster.missing)))
struct `The plans of the ledger's questions` {
  private static let filled = Result {
    let settings = try TestCluster.shared.get().settings(database: PrivateCluster.personal)
    _ = try Migrator(settings).migrate(.clips, as: "clip_plans")
    let connection = try TestCluster.connection(PrivateCluster.personal, schema: "clip_plans")
    try connection.execute(
      """
      INSERT INTO clips (clip_id, account_id, vehicle_id, kind, byte_count, length, landed, recorded_from, created_at,
          removed_at)
        SELECT decode(md5('c' || n), 'hex'), decode(md5('a' || n % 400), 'hex'), decode(md5('v' || n % 400), 'hex'), 2,
        1000, 1000, 1000, now() - n * interval '1 minute', now(), CASE WHEN n % 3 = 0 THEN now() END
        FROM generate_series(1, 20000) n;
      ANALYZE clips
      """, "test")
    return true
  }

  private static let questions: [(name: String, text: String, parameters: [Question.Value])] = {
    let (account, id) = (Question.Value.id(RecordID(high: 1, low: 2)), Question.Value.id(RecordID(high: 3, low: 4)))
    return [
      ("clips", ClipQueries.clips, [account, .time(.distantFuture), id, .integer(51)]),
      ("removals", ClipQueries.removals, [account, .integer(50)]), ("clip", ClipQueries.clip, [account, id]),
      ("holdings", ClipQueries.holdings, [account]), ("upload", ClipQueries.upload, [id]),
    ]
  }()

  @Test(arguments: questions.map(\.name)) func `use an index`(name: String) throws {
    _ = try Self.filled.get()
    let question = try #require(Self.questions.first { $0.name == name })
    let connection = try TestCluster.connection(PrivateCluster.personal, schema: "clip_plans")
    let plan = try connection.query(
      "EXPLAIN \(question.text)", question.parameters.map(\.parameter), "test"
    ).compactMap { $0[0].text }
    #expect(!plan.isEmpty && plan.allSatisfy { !$0.contains("Seq Scan") }, "\(plan.joined(separator: "\n"))")
  }
}
