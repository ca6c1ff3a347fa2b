import Testing

@testable import KafkaLog

@Suite struct `The fence of a partition` {
  @Test func `lets each offset through once, in order, from where it was opened`() {
    var fence = PartitionFence(topics: 1)
    fence.open(topic: 0, partition: 2, from: 5)
    let offsets: [Int64] = [4, 5, 5, 7, 6, 8]
    let admitted = offsets.map { fence.admits(topic: 0, partition: 2, offset: $0) }
    #expect(admitted == [false, true, false, true, false, true])
  }

  @Test func `holds back partitions that are not held, and numbers no partition has`() {
    var fence = PartitionFence(topics: 2)
    fence.open(topic: 1, partition: 1, from: 0)
    for partition in [Int32.min, -1, 0, 2, .max] {
      let admitted = fence.admits(topic: 1, partition: partition, offset: 0)
      #expect(!admitted)
    }
    let elsewhere = fence.admits(topic: 0, partition: 1, offset: 0)
    #expect(!elsewhere)
  }

  @Test func `lets nothing through once all are let go`() {
    var fence = PartitionFence(topics: 1)
    fence.open(topic: 0, partition: 0, from: 0)
    fence.closeAll()
    let admitted = fence.admits(topic: 0, partition: 0, offset: 3)
    #expect(!admitted)
    #expect(fence.position(topic: 0, partition: 0) == nil)
  }

  @Test func `passes offsets that no record has, never back`() {
    var fence = PartitionFence(topics: 1)
    fence.open(topic: 0, partition: 0, from: 3)
    fence.skip(topic: 0, partition: 0, to: 9)
    fence.skip(topic: 0, partition: 0, to: 4)
    fence.skip(topic: 0, partition: 1, to: 4)
    #expect(fence.position(topic: 0, partition: 0) == 9)
    #expect(fence.position(topic: 0, partition: 1) == nil)
  }

  @Test func `refuses the largest offset instead of counting past it`() {
    var fence = PartitionFence(topics: 1)
    fence.open(topic: 0, partition: 0, from: 0)
    let admitted = fence.admits(topic: 0, partition: 0, offset: .max)
    #expect(!admitted)
  }
}
