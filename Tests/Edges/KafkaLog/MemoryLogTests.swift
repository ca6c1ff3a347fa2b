import Core
import Ports
import TestSupport
import Testing

@Suite struct `The log in memory` {
  @Test(arguments: RecordLogContract.Clause.allCases)
  func `keeps the contract of a log`(_ clause: RecordLogContract.Clause) async throws {
    try await onOwnThread { try RecordLogContract(MemoryLog(), run: clause.rawValue).check(clause) }
  }

  @Test func `fails the call it was told to, before or after its effect`() throws {
    for fault in MemoryLogFault.allCases {
      let log = MemoryLog()
      try log.createTopics([TopicSpecification(name: "out", partitions: 1)])
      let session = try log.session(SessionOptions(group: "g", topics: ["out"], transactionalID: "t"))
      log.fail(call: log.callCount + 2, fault)
      try session.commit([OutgoingRecord(topic: "out", key: [1], value: [1])], positions: [:])
      let error = #expect(throws: LogError.self) {
        try session.commit([OutgoingRecord(topic: "out", key: [2], value: [2])], positions: [:])
      }
      #expect(error?.kind == .rewind)
      let keys = log.contents(of: "out")[0].map(\.key)
      #expect(keys == (fault == .refused ? [[1]] : [[1], [2]]))
      try session.commit([OutgoingRecord(topic: "out", key: [3], value: nil)], positions: [:])
      #expect(log.contents(of: "out")[0].last?.value == nil)
    }
  }

  @Test func `tells an expelled member that its partitions are lost and refuses its commit`() throws {
    let log = MemoryLog()
    try log.createTopics([TopicSpecification(name: "in", partitions: 2)])
    let session = try log.session(SessionOptions(group: "g", topics: ["in"], transactionalID: "t"))
    let listener = Listener()
    var batch = RecordBatch()
    try session.poll(into: &batch, limit: 1, wait: .zero, listener: listener)
    log.expelMembers(of: "g")
    let place = TopicPartition(topic: 0, partition: 0)
    let error = #expect(throws: LogError.self) {
      try session.commit([], positions: [place: CommittedPosition(offset: 1)])
    }
    #expect(error?.kind == .rewind)
    try session.poll(into: &batch, limit: 1, wait: .zero, listener: listener)
    #expect(listener.told == ["assigned 2", "lost 2", "assigned 2"])
    #expect(log.committed(group: "g").isEmpty)
  }

  private final class Listener: AssignmentListener {
    var told: [String] = []

    func assigned(_ partitions: [TopicPartition: CommittedPosition?]) -> [TopicPartition: Int64] {
      told.append("assigned \(partitions.count)")
      return [:]
    }

    func revoked(_ partitions: [TopicPartition], lost: Bool) {
      told.append("\(lost ? "lost" : "revoked") \(partitions.count)")
    }
  }
}
