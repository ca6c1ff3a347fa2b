public import Core
public import Ports

/// Drives a Kafka-to-Postgres stage: consume a batch, feed the machines, write the changes of rows together with the
/// positions in one transaction of the database. The group keeps no positions: on assignment the partitions are claimed
/// from the store, which says where to go on and refuses what an earlier owner still writes.
///
/// Whatever goes wrong, the state in memory is forgotten and the partitions are claimed again, so each record has its
/// effect once. Confined to the thread it was made on.
public final class ViewRuntime<Machine: ViewMachine> {
  private let member: any GroupMember
  private let topics: [String]
  private let store: any ViewStore
  private let clock: any WallClock
  private let limits: ViewLimits
  private let makeMachine: (LogPartition, ViewClaim) -> Machine
  private var partitions: [TopicPartition: Owned] = [:]
  private var batch = RecordBatch()
  private var output = ViewOutput()
  private var lastWrite: Timestamp
  private var needsClaim = false

  public private(set) var statistics = RuntimeStatistics()

  private struct Owned {
    var machine: Machine
    var epoch: Int64
    /// First offset not yet absorbed.
    var next: Int64
    var isDirty = false
  }

  /// What a turn has come to.
  public enum Turn: Sendable {
    case done
    /// The log or the store does not answer: wait a little before the next turn.
    case unavailable
  }

  /// - Parameters:
  ///   - topics: those the member was opened with, in order.
  ///   - makeMachine: a machine for a partition, knowing what the store holds of it.
  public init(
    member: any GroupMember, topics: [String], store: any ViewStore, clock: any WallClock,
    limits: ViewLimits = ViewLimits(), makeMachine: @escaping (LogPartition, ViewClaim) -> Machine
  ) {
    self.member = member
    self.topics = topics
    self.store = store
    self.clock = clock
    self.limits = limits
    self.makeMachine = makeMachine
    lastWrite = clock.now()
  }

  /// Partitions owned now.
  public var assignment: [TopicPartition] { partitions.keys.sorted() }

  /// Lowest offset not yet absorbed, by partition.
  public var positions: [TopicPartition: Int64] { partitions.mapValues(\.next) }

  /// True while something that was absorbed is not known to be written.
  public var isDirty: Bool { needsClaim || partitions.values.contains { $0.isDirty } }

  /// One turn: poll, absorb, write. Throws only what the process cannot go on from.
  public func step(wait: Timestamp.Span) throws -> Turn {
    do {
      if needsClaim {
        forget()
        needsClaim = false
        try member.restart(listener: self)
      }
      if !needsClaim { try member.poll(into: &batch, limit: limits.recordsPerBatch, wait: wait, listener: self) }
    } catch {
      return try answer(to: error)
    }
    // A claim that failed inside: the log is not read on before it has worked.
    if needsClaim {
      statistics.unavailable += 1
      return .unavailable
    }
    do throws(LogError) {
      try absorb()
    } catch {
      needsClaim = true
      return try answer(to: error)
    }
    do throws(ViewError) {
      try writeIfDue()
      return .done
    } catch {
      needsClaim = true
      return try answer(to: error)
    }
  }

  /// Writes what is absorbed and leaves the group.
  public func close() {
    if !needsClaim { try? write() }
    member.close()
    store.close()
  }

  // MARK: Details

  private func answer(to error: LogError) throws(LogError) -> Turn {
    switch error.kind {
    case .unavailable, .timedOut, .rewind:
      statistics.unavailable += 1
      return .unavailable
    default: throw error
    }
  }

  private func answer(to error: ViewError) throws(ViewError) -> Turn {
    switch error.kind {
    case .fenced:
      statistics.rewinds += 1
      return .done
    case .unavailable, .retry, .diskFull:
      statistics.unavailable += 1
      return .unavailable
    default: throw error
    }
  }

  private func forget() {
    partitions.removeAll()
    output = ViewOutput()
  }

  private func absorb() throws(LogError) {
    if batch.isEmpty {
      let now = clock.now()
      for key in partitions.keys.sorted() {
        let before = output.changes.count
        partitions[key]?.machine.advance(to: now, into: &output)
        if output.changes.count > before { partitions[key]?.isDirty = true }
      }
      return
    }
    var start = 0
    while start < batch.count {
      let key = Self.partition(batch[start])
      var end = start + 1
      while end < batch.count, Self.partition(batch[end]) == key { end += 1 }
      try absorb(start..<end, of: key)
      start = end
    }
  }

  private func absorb(_ rows: Range<Int>, of key: TopicPartition) throws(LogError) {
    guard var owned = partitions.removeValue(forKey: key) else {
      statistics.stale += rows.count
      return
    }
    var first = rows.lowerBound
    while first < rows.upperBound, batch[first].offset < owned.next { first += 1 }
    if first < rows.upperBound {
      try owned.machine.absorb(batch, rows: first..<rows.upperBound, into: &output)
      statistics.absorbed += rows.upperBound - first
      owned.next = batch[rows.upperBound - 1].offset + 1
      owned.isDirty = true
    }
    partitions[key] = owned
  }

  private static func partition(_ record: borrowing RecordView) -> TopicPartition {
    TopicPartition(topic: record.topic, partition: record.partition)
  }

  /// When much waits, when it has waited long, or when nothing more is coming.
  private func writeIfDue() throws(ViewError) {
    let rows = output.changes.reduce(0) { $0 + $1.rows.count }
    if rows >= limits.rowsPerWrite || batch.isEmpty || clock.now() - lastWrite >= limits.writeInterval { try write() }
  }

  private func write() throws(ViewError) {
    lastWrite = clock.now()
    var advances: [LogPartition: ViewAdvance] = [:]
    for key in partitions.keys.sorted() {
      guard var owned = partitions.removeValue(forKey: key) else { continue }
      if owned.isDirty {
        advances[name(key)] = ViewAdvance(
          epoch: owned.epoch, next: owned.next, sequences: owned.machine.takeSequences())
        owned.isDirty = false
      }
      partitions[key] = owned
    }
    guard !advances.isEmpty || !output.changes.isEmpty else { return }
    try store.write(output.changes, positions: advances)
    statistics.written += output.changes.reduce(0) { $0 + $1.rows.count }
    output.changes.removeAll(keepingCapacity: true)
    statistics.transactions += 1
    // After the write: what is lost and done again is counted once.
    for (name, amount) in output.takeCounts() { statistics.counts[name, default: 0] += amount }
  }

  private func name(_ key: TopicPartition) -> LogPartition {
    LogPartition(topic: topics[key.topic], partition: key.partition)
  }
}

extension ViewRuntime: AssignmentListener {
  public func assigned(_ given: [TopicPartition: CommittedPosition?]) -> [TopicPartition: Int64] {
    statistics.assignments += 1
    forget()
    guard !given.isEmpty else { return [:] }
    let claims: [LogPartition: ViewClaim]
    do throws(ViewError) {
      claims = try store.claim(given.keys.map(name))
    } catch {
      needsClaim = true
      return [:]
    }
    var starts: [TopicPartition: Int64] = [:]
    for key in given.keys {
      guard let claim = claims[name(key)] else { continue }
      partitions[key] = Owned(machine: makeMachine(name(key), claim), epoch: claim.epoch, next: claim.next)
      starts[key] = claim.next
    }
    return starts
  }

  public func revoked(_ going: [TopicPartition], lost: Bool) {
    // What cannot be written here is done again by the next owner.
    if !lost, !needsClaim { do throws(ViewError) { try write() } catch { statistics.rewinds += 1 } }
    // An eager group takes everything at once.
    forget()
  }
}

/// Limits of one view runtime.
public struct ViewLimits: Sendable {
  /// Records taken from the log at once.
  public var recordsPerBatch = 2_000
  /// Rows that are written at once, about: some 25 MB of sealed track. Fewer rows wait longer for the disk than for the
  /// database.
  public var rowsPerWrite = 20_000
  /// Rows wait no longer than this.
  public var writeInterval: Timestamp.Span = .seconds(1)

  public init() {}
}
