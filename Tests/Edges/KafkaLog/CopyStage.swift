import Core
import Ports
import Synchronization

/// The smallest stage that is exactly once: copies `in` to `out`, records and positions in one commit. After `.rewind`
/// it forgets its state and reads again from the committed positions.
final class CopyStage: AssignmentListener {
  let session: any TransactionalSession
  private let input: String
  private let output: String
  private var batch = RecordBatch()
  private(set) var commits = 0
  var rewinds: Int { progress.rewound }

  /// What another thread may watch.
  final class Progress: Sendable {
    private let counts = Mutex((commits: 0, rewound: 0, ended: false))

    /// Commits begun.
    var commits: Int { counts.withLock { $0.commits } }
    var rewound: Int { counts.withLock { $0.rewound } }
    var hasEnded: Bool { counts.withLock { $0.ended } }

    func beginCommit() { counts.withLock { $0.commits += 1 } }
    func rewind() { counts.withLock { $0.rewound += 1 } }
    func end() { counts.withLock { $0.ended = true } }
  }
  private let progress: Progress

  init(
    _ log: any RecordLog, input: String, output: String, group: String, timeout: Timestamp.Span,
    progress: Progress = Progress()
  ) throws {
    self.progress = progress
    self.input = input
    self.output = output
    session = try log.session(
      SessionOptions(
        group: group, topics: [input], transactionalID: group, sessionTimeout: .seconds(6), transactionTimeout: timeout)
    )
  }

  /// One turn: reads a batch, writes it, commits. Errors that a later turn may not see again are counted.
  func turn(limit: Int) throws {
    do {
      try session.poll(into: &batch, limit: limit, wait: .milliseconds(100), listener: self)
      guard !batch.isEmpty else { return }
      var records: [OutgoingRecord] = []
      var positions: [TopicPartition: CommittedPosition] = [:]
      for index in 0..<batch.count {
        let view = batch[index]
        records.append(OutgoingRecord(topic: output, key: Self.bytes(view.key), value: Self.bytes(view.bytes)))
        positions[TopicPartition(topic: 0, partition: view.partition)] = CommittedPosition(offset: view.offset + 1)
      }
      progress.beginCommit()
      try session.commit(records, positions: positions)
      commits += 1
    } catch {
      switch error.kind {
      case .rewind:
        progress.rewind()
        // What it cannot read now, the next poll reads.
        try? session.restart(listener: self)
      case .unavailable, .timedOut: return
      default: throw error
      }
    }
  }

  func assigned(_ partitions: [TopicPartition: CommittedPosition?]) -> [TopicPartition: Int64] { [:] }
  func revoked(_ partitions: [TopicPartition], lost: Bool) {}

  static func bytes(_ span: Span<UInt8>) -> [UInt8] { span.indices.map { span[$0] } }
}
