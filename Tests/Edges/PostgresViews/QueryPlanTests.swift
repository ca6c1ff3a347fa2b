import Core
import Ports
import TestSupport
import Testing

@testable import PostgresViews

/// Questions stay quick when the tables are large: no plan walks a whole table.
@Suite(.enabled(if: TestCluster.isInstalled, Comment(rawValue: TestCluster.missing)))
struct `The plans of the owner's questions` {
  private static let filled = Result {
    let settings = try TestCluster.shared.get().settings(database: PrivateCluster.personal)
    _ = try Migrator(settings).migrate(.personal, as: "plans")
    let connection = try TestCluster.connection(PrivateCluster.personal, schema: "plans")
    try connection.execute(
      """
      INSERT INTO trips SELECT decode(md5('t' || n), 'hex'), decode(md5('a' || n % 400), 'hex'),
        decode(md5('v' || n % 400), 'hex'), now() - n * interval '1 minute', now(), 1000, 1000, 1, '\\x00', '\\x00'
        FROM generate_series(1, 20000) n;
      INSERT INTO track_chunks SELECT decode(md5('t' || n), 'hex'), now(), decode(md5('v' || n % 400), 'hex'), '\\x00'
        FROM generate_series(1, 20000) n;
      INSERT INTO events SELECT decode(md5('e' || n), 'hex'), decode(md5('t' || n), 'hex'),
        decode(md5('a' || n % 400), 'hex'), decode(md5('v' || n % 400), 'hex'), 1, now() - n * interval '1 minute',
        0.4, 0, 0, 300, NULL, '\\x00' FROM generate_series(1, 20000) n;
      INSERT INTO clips (clip_id, account_id, vehicle_id, event_id, kind, recorded_from)
        SELECT decode(md5('c' || n), 'hex'), decode(md5('a' || n % 400), 'hex'), decode(md5('v' || n % 400), 'hex'),
        decode(md5('e' || n), 'hex'), 1, now() FROM generate_series(1, 20000) n;
      ANALYZE trips; ANALYZE track_chunks; ANALYZE events; ANALYZE clips
      """, "test")
    return true
  }

  private static let questions: [(name: String, text: String, parameters: [Question.Value])] = {
    let (account, id) = (Question.Value.id(RecordID(high: 1, low: 2)), Question.Value.id(RecordID(high: 3, low: 4)))
    let page: [Question.Value] = [account, .time(.distantFuture), id, .integer(51)]
    return [
      ("trips", ArchiveQueries.trips, page), ("trip", ArchiveQueries.trip, [account, id]),
      ("track", ArchiveQueries.track, [account, id]), ("incidents", ArchiveQueries.incidents, page),
      ("incidentsOfTrip", ArchiveQueries.incidentsOfTrip, [account, id]),
    ]
  }()

  @Test(arguments: questions.map(\.name)) func `use an index on every table`(name: String) throws {
    _ = try Self.filled.get()
    let question = try #require(Self.questions.first { $0.name == name })
    let connection = try TestCluster.connection(PrivateCluster.personal, schema: "plans")
    let plan = try connection.query(
      "EXPLAIN \(question.text)", question.parameters.map(\.parameter), "test"
    ).compactMap { $0[0].text }
    #expect(!plan.isEmpty && plan.allSatisfy { !$0.contains("Seq Scan") }, "\(plan.joined(separator: "\n"))")
  }
}
