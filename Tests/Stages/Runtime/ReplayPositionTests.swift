import Core
import Ports
import Runtime
import TestSupport
import Testing

@Suite struct `A replay position` {
  @Test func `travels as text and comes back the same`() {
    var generator = SeededGenerator(seed: 11)
    var positions = [
      ReplayPosition(offset: 0), ReplayPosition(offset: .max, newest: .distantFuture),
      ReplayPosition(offset: 7, newest: Timestamp(milliseconds: 0)),
    ]
    for _ in 0..<200 {
      positions.append(
        ReplayPosition(
          offset: .random(in: 0...Int64.max, using: &generator),
          newest: Timestamp(milliseconds: .random(in: Int64.min / 4...Int64.max / 4, using: &generator))))
    }
    for position in positions {
      #expect(ReplayPosition(metadata: position.metadata) == position)
      #expect(position.metadata.utf8.count <= MemoryLog.metadataBytesMax)
    }
  }

  @Test(arguments: [
    "", " ", "1", "1 5", "1 5 7 9", "2 5 7", "0 5 7", "1 -1 7", "1 5.0 7", "1 five 7", "1 5 seven",
    "1 99999999999999999999 7",
    "1 5 99999999999999999999", "1 5 9223372036854775807", "1 5 -9223372036854775808", "\u{0} 5 7", "{\"offset\":5}",
    "1\n5\n7",
  ])
  func `is nothing that this version did not write`(_ text: String) {
    #expect(ReplayPosition(metadata: text) == nil)
  }

  @Test(arguments: ["", "garbage", "1 99 0", "2 0 0", "1 -4 0"])
  func `that cannot be read lets a stage start from the committed offset`(_ metadata: String) throws {
    let flow = try Flow()
    flow.send(Flow.crowd(0..<6, at: Places.street))
    let holder = try flow.log.session(
      SessionOptions(group: "admission", topics: ["network.sightings"], transactionalID: "before"))
    var batch = RecordBatch()
    let listener = SilentListener()
    try holder.poll(into: &batch, limit: 4, wait: .zero, listener: listener)
    try holder.commit(
      [], positions: [TopicPartition(topic: 0, partition: 0): CommittedPosition(offset: 4, metadata: metadata)])
    holder.close()

    let admission = try flow.admission()
    try flow.turn(admission, through: "network.sightings")
    #expect(admission.statistics.absorbed == 2)
    #expect(admission.statistics.replayed == 0)
    #expect(try flow.admittedIDs()[0].count == 2)
  }

  private final class SilentListener: AssignmentListener {
    func assigned(_ partitions: [TopicPartition: CommittedPosition?]) -> [TopicPartition: Int64] { [:] }
    func revoked(_ partitions: [TopicPartition], lost: Bool) {}
  }
}
