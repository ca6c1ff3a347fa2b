internal import Ports
internal import Synchronization

/// What the mock cluster lacks of a group coordinator: the committed positions (librdkafka 2.0.2 reads them out of a
/// transaction and drops them) and the owner of a transactional id.
final class EmbeddedGroups: Sendable {
  private struct State {
    var positions: [String: [NamedPartition: CommittedPosition]] = [:]
    var owners: [String: Int] = [:]
  }

  private let state = Mutex(State())

  /// From now on only the caller may commit under this id; the answer is what it shows for that.
  func takeOver(_ transactionalID: String) -> Int {
    state.withLock { state in
      state.owners[transactionalID, default: 0] += 1
      return state.owners[transactionalID, default: 0]
    }
  }

  func requireOwner(of transactionalID: String, epoch: Int, _ operation: String) throws(LogError) {
    let isOwner = state.withLock { $0.owners[transactionalID] == epoch }
    guard !isOwner else { return }
    throw LogError(
      .fenced, operation: operation, reason: "transactional id \(transactionalID) was taken over",
      hint: "another session runs under this transactional id; only one may")
  }

  func keep(_ positions: [TopicPartition: CommittedPosition], of options: SessionOptions) {
    state.withLock { state in
      for (place, position) in positions {
        let name = NamedPartition(topic: options.topics[place.topic], partition: place.partition)
        state.positions[options.group, default: [:]][name] = position
      }
    }
  }

  func positions(
    of partitions: [TopicPartition], _ options: SessionOptions
  ) -> [TopicPartition: CommittedPosition?] {
    let known = state.withLock { $0.positions[options.group] ?? [:] }
    var found: [TopicPartition: CommittedPosition?] = [:]
    for place in partitions {
      let name = NamedPartition(topic: options.topics[place.topic], partition: place.partition)
      found.updateValue(known[name], forKey: place)
    }
    return found
  }
}
