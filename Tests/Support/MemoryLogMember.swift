internal import Core
internal import Ports

/// A member of a group that keeps its positions elsewhere.
class MemoryLogMember: GroupMember {
  let storage: MemoryLogStorage
  let options: MemberOptions
  let member: Int
  private var generation = 0
  private(set) var held: [TopicPartition] = []
  private var cursor = MemoryLogCursor()
  private(set) var isClosed = false

  init(_ storage: MemoryLogStorage, options: MemberOptions, state: inout MemoryLogState) {
    self.storage = storage
    self.options = options
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
    var known: [TopicPartition: CommittedPosition?] = [:]
    for place in held { known.updateValue(position(of: place), forKey: place) }
    let starts = listener.assigned(known)
    cursor.removeAll()
    for place in held { cursor.place(place, at: max(0, starts[place] ?? known[place]??.offset ?? 0)) }
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

  /// What the group remembers; nothing, unless a kind of member commits.
  func position(of place: TopicPartition) -> CommittedPosition? { nil }

  func closed() -> LogError {
    LogError(.other, operation: "using a member of group \(options.group)", reason: "the member is closed")
  }
}
