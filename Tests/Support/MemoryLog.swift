public import Ports

/// A log in memory for tests of stages: atomic commits, groups, fencing, and a fault at any call that is asked for.
///
/// Deterministic: partitions follow from the key (FNV-1a), times from a counter, shares from the order of joining. A
/// member that never polls holds a rebalance up for ever, since no clock expels it; `expelMembers` does.
public final class MemoryLog: RecordLog {
  /// Largest key and value together, as a broker's default `message.max.bytes`.
  public static let recordBytesMax = 1_048_576
  /// As Kafka's `offset.metadata.max.bytes`.
  public static let metadataBytesMax = 4_096

  let storage = MemoryLogStorage()

  public init() {}

  public func createTopics(_ topics: [TopicSpecification]) throws(LogError) {
    try storage.call("creation of topics") { (state) throws(LogError) in
      for topic in topics {
        if let count = state.topics[topic.name]?.count, count != topic.partitions {
          throw LogError(
            .misconfigured, operation: "creation of topic \(topic.name)",
            reason: "it exists with \(count) partitions, not \(topic.partitions)", hint: "keep the number")
        }
      }
      for topic in topics where state.topics[topic.name] == nil {
        state.topics[topic.name] = Array(repeating: [], count: topic.partitions)
      }
    }
  }

  public func partitionCount(of topic: String) throws(LogError) -> Int {
    try storage.call("partitions of topic \(topic)") { (state) throws(LogError) in try state.partitions(of: topic) }
  }

  public func producer(idempotent: Bool) throws(LogError) -> any LogProducer {
    try storage.call("opening a producer") { (_) throws(LogError) in }
    return MemoryLogProducer(storage)
  }

  public func reader(topics: [String], from start: ReadStart) throws(LogError) -> any LogReader {
    try storage.call("opening a reader") { (state) throws(LogError) in
      try MemoryLogReader(storage, topics: topics, from: start, state: state)
    }
  }

  public func member(_ options: MemberOptions) throws(LogError) -> any GroupMember {
    try storage.call("opening a member of group \(options.group)") { (state) throws(LogError) in
      for topic in options.topics { _ = try state.partitions(of: topic) }
      return MemoryLogMember(storage, options: options, state: &state)
    }
  }

  public func session(_ options: SessionOptions) throws(LogError) -> any TransactionalSession {
    try storage.call("opening a session of group \(options.group)") { (state) throws(LogError) in
      for topic in options.topics { _ = try state.partitions(of: topic) }
      return MemoryLogSession(storage, session: options, state: &state)
    }
  }
}

extension MemoryLog {
  /// Everything written to the topic, by partition, in order.
  public func contents(of topic: String) -> [[MemoryLogRecord]] { storage.read { $0.topics[topic] ?? [] } }

  /// What the group remembers, by topic and partition.
  public func committed(group: String) -> [String: [Int32: CommittedPosition]] {
    storage.read { $0.groups[group]?.committed ?? [:] }
  }

  /// Calls of the port so far, those that failed included: a loop over faults ends when a run made fewer.
  public var callCount: Int { storage.read { $0.calls } }

  /// Lets the call with this number (from 1) fail, once.
  public func fail(call number: Int, _ fault: MemoryLogFault) { storage.change { $0.faults[number] = fault } }

  /// Gives the group's partitions away as if its members had been silent too long: they are told `lost`.
  public func expelMembers(of group: String) { storage.change { $0.groups[group]?.expelAll() } }
}
