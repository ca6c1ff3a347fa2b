internal import Core
internal import Ports

/// A member of a group whose commits are one step under the log's lock.
final class MemoryLogSession: TransactionalSession {
  private let storage: MemoryLogStorage
  private let options: SessionOptions
  private let member: Int
  private let epoch: Int
  private var generation = 0
  private var held: [TopicPartition] = []
  private var cursor = MemoryLogCursor()
  private var isClosed = false

  init(_ storage: MemoryLogStorage, options: SessionOptions, state: inout MemoryLogState) {
    self.storage = storage
    self.options = options
    state.owners[options.transactionalID, default: 0] += 1
    epoch = state.owners[options.transactionalID, default: 0]
    member = state.groups[options.group, default: MemoryLogGroup()].join(topics: options.topics)
  }

  deinit { close() }

  /// What a wait of `poll` ends with.
  private enum Event {
    case records([MemoryLogCursor.Found])
    case revoked(lost: Bool)
    case assigned([TopicPartition], generation: Int)
  }

  func poll(into batch: inout RecordBatch, limit: Int, wait: Timestamp.Span, listener: any AssignmentListener)
    throws(LogError)
  {
    batch.removeAll()
    guard !isClosed else { throw closed() }
    try storage.call("polling as a member of group \(options.group)") { (_) throws(LogError) in }
    while let event = storage.wait(wait, for: { state in self.nextEvent(limit, in: &state) }) {
      switch event {
      case .records(let found):
        cursor.take(found, into: &batch)
        return
      case .revoked(let lost):
        if !held.isEmpty { listener.revoked(held, lost: lost) }
        held = []
        cursor.removeAll()
        storage.change { $0.groups[options.group]?.answer(member) }
      case .assigned(let partitions, let generation):
        self.generation = generation
        held = partitions
        settle(listener)
      }
    }
  }

  private func nextEvent(_ limit: Int, in state: inout MemoryLogState) -> Event? {
    guard let group = state.groups[options.group] else { return nil }
    if group.generation != generation {
      guard let answered = group.members.first(where: { $0.id == member })?.answered else { return nil }
      if answered != group.generation { return .revoked(lost: group.isExpelled(member)) }
      let share = group.share(of: member, counts: state.topics.mapValues(\.count))
      return share.map { .assigned($0, generation: group.generation) }
    }
    return cursor.next(limit, of: options.topics, in: state).map { .records($0) }
  }

  private func settle(_ listener: any AssignmentListener) {
    let committed = storage.read { $0.groups[options.group]?.committed ?? [:] }
    var known: [TopicPartition: CommittedPosition?] = [:]
    for place in held {
      known.updateValue(committed[options.topics[place.topic]]?[place.partition], forKey: place)
    }
    let starts = listener.assigned(known)
    cursor.removeAll()
    for place in held { cursor.place(place, at: max(0, starts[place] ?? known[place]??.offset ?? 0)) }
  }

  func commit(_ records: [OutgoingRecord], positions: [TopicPartition: CommittedPosition]) throws(LogError) {
    let operation = "commit of group \(options.group)"
    guard !isClosed else { throw closed() }
    try storage.call(operation, failingAs: .rewind) { (state) throws(LogError) in
      guard state.owners[options.transactionalID] == epoch else {
        throw LogError(.fenced, operation: operation, reason: "another session has this transactional id")
      }
      let isExpelled = state.groups[options.group]?.isExpelled(member) ?? true
      guard !isExpelled || positions.isEmpty, positions.keys.allSatisfy(held.contains) else {
        throw LogError(.rewind, operation: operation, reason: "a partition is no longer held")
      }
      guard positions.values.allSatisfy({ $0.metadata.utf8.count <= MemoryLog.metadataBytesMax }) else {
        throw LogError(.tooLarge, operation: operation, reason: "the metadata of a position is too long")
      }
      var places: [Int] = []
      for record in records { places.append(try state.place(of: record)) }
      for (record, place) in zip(records, places) { state.append(record, at: place) }
      for (place, position) in positions {
        state.groups[options.group]?.committed[options.topics[place.topic], default: [:]][place.partition] = position
      }
    }
  }

  func restart(listener: any AssignmentListener) throws(LogError) {
    guard !isClosed else { throw closed() }
    try storage.call("restart of group \(options.group)") { (_) throws(LogError) in }
    if !held.isEmpty { settle(listener) }
  }

  func close() {
    guard !isClosed else { return }
    isClosed = true
    storage.change { $0.groups[options.group]?.leave(member) }
  }

  private func closed() -> LogError {
    LogError(.other, operation: "using a session of group \(options.group)", reason: "the session is closed")
  }
}
