public import Core
public import Ports

/// Drives a Kafka-to-Kafka stage: consume a batch, feed the machines, write what they say together with the consumer's
/// positions in one transaction. No state store and no changelog: the log is the state.
///
/// On assignment each partition is read again from its replay position, with the machine's output muted until the
/// committed offset. Confined to the thread it was made on.
public final class StageRuntime<Machine: PartitionMachine> {
  private let session: any TransactionalSession
  private let clock: any WallClock
  private let limits: RuntimeLimits
  private let makeMachine: (TopicPartition, ReplayPosition) -> Machine
  private var partitions: [TopicPartition: Owned] = [:]
  private var batch = RecordBatch()
  private var queues = AlignedQueues()
  private var output = StageOutput()
  private var muted = StageOutput()
  private var lastCommit: Timestamp
  private var needsRestart = false

  public private(set) var statistics = RuntimeStatistics()

  private struct Owned {
    var machine: Machine
    /// Records below were answered before: their output is muted.
    var committed: Int64
    /// First offset not yet absorbed.
    var next: Int64
    var isDirty = false
  }

  /// - Parameter makeMachine: an empty machine for a partition that will be fed from the position.
  public init(
    session: any TransactionalSession, clock: any WallClock, limits: RuntimeLimits = RuntimeLimits(),
    makeMachine: @escaping (TopicPartition, ReplayPosition) -> Machine
  ) {
    self.session = session
    self.clock = clock
    self.limits = limits
    self.makeMachine = makeMachine
    lastCommit = clock.now()
  }

  /// Partitions owned now.
  public var assignment: [TopicPartition] { partitions.keys.sorted() }

  /// Lowest offset not yet absorbed, by partition.
  public var positions: [TopicPartition: Int64] { partitions.mapValues(\.next) }

  /// One turn: poll, absorb, commit. Throws only what the process cannot go on from; the world's hiccups are counted
  /// and tried again.
  public func step(wait: Timestamp.Span) throws(LogError) {
    do {
      if needsRestart {
        partitions.removeAll()
        queues.forget(nil)
        try session.restart(listener: self)
        needsRestart = false
      }
      try session.poll(into: &batch, limit: limits.recordsPerBatch, wait: wait, listener: self)
      absorb()
      if batch.isEmpty, queues.held == 0 { advance() }
      try commitIfDue()
    } catch {
      switch error.kind {
      case .rewind:
        statistics.rewinds += 1
        output = StageOutput()
        needsRestart = true
      case .unavailable, .timedOut:
        statistics.unavailable += 1
      default:
        throw error
      }
    }
  }

  /// Commits what is absorbed and leaves the group.
  public func close() {
    if !needsRestart { try? commit() }
    session.close()
  }

  // MARK: Details

  private func absorb() {
    queues.take(batch)
    let isDrained = batch.count < limits.recordsPerBatch
    while let (piece, slot) = queues.next(isDrained: isDrained) {
      absorb(slot.batch, piece.rows, of: piece.partition)
    }
    queues.clean()
  }

  private func absorb(_ batch: borrowing RecordBatch, _ rows: Range<Int>, of key: TopicPartition) {
    guard var owned = partitions.removeValue(forKey: key) else {
      statistics.stale += rows.count
      return
    }
    var middle = rows.lowerBound
    while middle < rows.upperBound, batch[middle].offset < owned.committed { middle += 1 }
    if middle > rows.lowerBound {
      muted.records.removeAll(keepingCapacity: true)
      owned.machine.absorb(batch, rows: rows.lowerBound..<middle, into: &muted)
      statistics.replayed += middle - rows.lowerBound
      _ = muted.takeCounts()
    }
    if middle < rows.upperBound {
      owned.machine.absorb(batch, rows: middle..<rows.upperBound, into: &output)
      statistics.absorbed += rows.upperBound - middle
    }
    owned.next = max(owned.next, batch[rows.upperBound - 1].offset + 1)
    owned.isDirty = true
    partitions[key] = owned
  }

  /// Nothing came: time itself may decide something, but never before the replay is over.
  private func advance() {
    let now = clock.now()
    for key in partitions.keys.sorted() {
      guard var owned = partitions.removeValue(forKey: key) else { continue }
      if owned.next >= owned.committed {
        let before = output.records.count
        owned.machine.advance(to: now, into: &output)
        if output.records.count > before { owned.isDirty = true }
      }
      partitions[key] = owned
    }
  }

  private func commitIfDue() throws(LogError) {
    if !output.records.isEmpty || clock.now() - lastCommit >= limits.commitInterval { try commit() }
  }

  private func commit() throws(LogError) {
    lastCommit = clock.now()
    var positions: [TopicPartition: CommittedPosition] = [:]
    for key in partitions.keys.sorted() {
      guard var owned = partitions.removeValue(forKey: key) else { continue }
      if owned.isDirty, owned.next >= owned.committed {
        let metadata = owned.machine.replayPosition(next: owned.next).metadata
        positions[key] = CommittedPosition(offset: owned.next, metadata: metadata)
      }
      partitions[key] = owned
    }
    guard !positions.isEmpty || !output.records.isEmpty else { return }
    try session.commit(output.records, positions: positions)
    // After the commit: what is lost and done again is counted once.
    for (name, amount) in output.takeCounts() { statistics.counts[name, default: 0] += amount }
    statistics.transactions += 1
    statistics.written += output.records.count
    output.records.removeAll(keepingCapacity: true)
    for (key, position) in positions {
      partitions[key]?.committed = position.offset
      partitions[key]?.isDirty = false
    }
  }
}

extension StageRuntime: AssignmentListener {
  public func assigned(_ assigned: [TopicPartition: CommittedPosition?]) -> [TopicPartition: Int64] {
    statistics.assignments += 1
    var starts: [TopicPartition: Int64] = [:]
    for (key, position) in assigned {
      let committed = position?.offset ?? 0
      var replay = ReplayPosition(offset: committed)
      if let position, let stored = ReplayPosition(metadata: position.metadata), stored.offset <= committed {
        replay = stored
      }
      partitions[key] = Owned(machine: makeMachine(key, replay), committed: committed, next: replay.offset)
      if position != nil { starts[key] = replay.offset }
    }
    return starts
  }

  public func revoked(_ revoked: [TopicPartition], lost: Bool) {
    if !lost {
      do {
        try commit()
      } catch {
        // The next owner does it again from the committed positions; what was to be written is the same.
        statistics.rewinds += 1
        output = StageOutput()
      }
    } else {
      output = StageOutput()
    }
    for key in revoked { partitions.removeValue(forKey: key) }
    queues.forget(revoked)
  }
}

/// Limits of one runtime.
public struct RuntimeLimits: Sendable {
  /// Records taken from the log at once.
  public var recordsPerBatch = 2_000
  /// Positions are committed at least this often even when nothing is written.
  public var commitInterval: Timestamp.Span = .seconds(1)

  public init() {}
}

/// What a runtime has done.
public struct RuntimeStatistics: Sendable {
  public var absorbed = 0
  /// Fed again after an assignment, output muted.
  public var replayed = 0
  /// Records of partitions no longer owned.
  public var stale = 0
  public var written = 0
  public var transactions = 0
  public var rewinds = 0
  public var unavailable = 0
  public var assignments = 0
  /// The machines' own counts.
  public var counts: [String: Int] = [:]

  public init() {}
}
