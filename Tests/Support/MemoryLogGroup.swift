internal import Ports

/// A consumer group with an eager assignor: every change of members revokes all, and shares are given once all have
/// answered.
struct MemoryLogGroup {
  struct Member {
    var id: Int
    var topics: [String]
    /// The generation it has answered for; equal to the group's once it has let go and waits for its share.
    var answered: Int
    var isExpelled = false
  }

  private(set) var members: [Member] = []
  private(set) var generation = 0
  private var latestID = 0
  var committed: [String: [Int32: CommittedPosition]] = [:]

  mutating func join(topics: [String]) -> Int {
    latestID += 1
    generation += 1
    members.append(Member(id: latestID, topics: topics, answered: generation))
    return latestID
  }

  mutating func leave(_ id: Int) {
    guard members.contains(where: { $0.id == id }) else { return }
    members.removeAll { $0.id == id }
    generation += 1
  }

  mutating func expelAll() {
    for index in members.indices { members[index].isExpelled = true }
    generation += 1
  }

  func isExpelled(_ id: Int) -> Bool { members.first { $0.id == id }?.isExpelled ?? true }

  /// The member has let everything go and wants a share of the newest generation.
  mutating func answer(_ id: Int) {
    guard let index = members.firstIndex(where: { $0.id == id }) else { return }
    members[index].answered = generation
    members[index].isExpelled = false
  }

  /// nil while another member still holds something of an older generation. Ranges of each topic, in order of joining.
  func share(of id: Int, counts: [String: Int]) -> [TopicPartition]? {
    guard members.allSatisfy({ $0.answered == generation }), let member = members.first(where: { $0.id == id }) else {
      return nil
    }
    var share: [TopicPartition] = []
    for (index, topic) in member.topics.enumerated() {
      let readers = members.filter { $0.topics.contains(topic) }
      guard let rank = readers.firstIndex(where: { $0.id == id }), let count = counts[topic] else { continue }
      let range = (count * rank / readers.count)..<(count * (rank + 1) / readers.count)
      share += range.map { TopicPartition(topic: index, partition: Int32(clamping: $0)) }
    }
    return share
  }
}
