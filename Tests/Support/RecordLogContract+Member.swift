internal import Core
internal import Ports

extension RecordLogContract {
  /// A session with the listener that notes what it was told.
  final class Member: AssignmentListener {
    let session: any TransactionalSession
    private(set) var seen: [Seen] = []
    /// What `assigned` was told, oldest first.
    private(set) var assignments: [[TopicPartition: CommittedPosition?]] = []
    private(set) var held: Set<TopicPartition> = []
    private(set) var revocations: [(partitions: Set<TopicPartition>, lost: Bool)] = []
    /// A record that was returned though its partition was not held.
    private(set) var stray: Seen?
    /// Answered by `assigned`; nil leaves it to the committed positions.
    var starts: [TopicPartition: Int64] = [:]
    /// Done inside `revoked`.
    var beforeRelease: ((Member) -> Void)?
    private var batch = RecordBatch()

    init(_ session: any TransactionalSession) { self.session = session }

    func poll(limit: Int = 1_000, wait: Timestamp.Span = .milliseconds(100)) throws {
      try session.poll(into: &batch, limit: limit, wait: wait, listener: self)
      for index in 0..<batch.count {
        let record = Seen(batch[index])
        if !held.contains(TopicPartition(topic: record.topic, partition: record.partition)) { stray = record }
        seen.append(record)
      }
    }

    func restart() throws { try session.restart(listener: self) }

    func forget() { seen = [] }

    func assigned(_ partitions: [TopicPartition: CommittedPosition?]) -> [TopicPartition: Int64] {
      assignments.append(partitions)
      held = Set(partitions.keys)
      return starts
    }

    func revoked(_ partitions: [TopicPartition], lost: Bool) {
      beforeRelease?(self)
      revocations.append((Set(partitions), lost))
      held.subtract(partitions)
    }
  }
}
