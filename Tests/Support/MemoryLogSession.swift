internal import Core
internal import Ports

/// A member of a group whose commits are one step under the log's lock.
final class MemoryLogSession: MemoryLogMember, TransactionalSession {
  private let transactionalID: String
  private let epoch: Int

  init(_ storage: MemoryLogStorage, session: SessionOptions, state: inout MemoryLogState) {
    transactionalID = session.transactionalID
    state.owners[transactionalID, default: 0] += 1
    epoch = state.owners[transactionalID, default: 0]
    super.init(storage, options: session.member, state: &state)
  }

  override func position(of place: TopicPartition) -> CommittedPosition? {
    storage.read { $0.groups[options.group]?.committed[options.topics[place.topic]]?[place.partition] }
  }

  func commit(_ records: [OutgoingRecord], positions: [TopicPartition: CommittedPosition]) throws(LogError) {
    let operation = "commit of group \(options.group)"
    guard !isClosed else { throw closed() }
    try storage.call(operation, failingAs: .rewind) { (state) throws(LogError) in
      guard state.owners[transactionalID] == epoch else {
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
}
