import Core
import Ports
import TestSupport
import Testing

@testable import Runtime

@Suite("Partitions that are read at different speeds")
struct AlignedQueuesTests {
  /// Records of a backlog: (partition, offset, seconds), delivered in batches as a consumer gets them.
  static func absorbed(
    _ batches: [[(partition: Int32, offset: Int64, seconds: Int64)]], drainedAfter last: Int
  ) -> [(partition: Int32, offset: Int64, seconds: Int64)] {
    var queues = AlignedQueues()
    var order: [(partition: Int32, offset: Int64, seconds: Int64)] = []
    for (number, records) in batches.enumerated() {
      var batch = RecordBatch()
      for record in records {
        let bytes = [UInt8(truncatingIfNeeded: record.offset)]
        batch.append(
          partition: record.partition, offset: record.offset, timestamp: Timestamp(milliseconds: record.seconds * 1000),
          key: bytes.span, value: bytes.span)
      }
      queues.take(batch)
      while let (piece, slot) = queues.next(isDrained: number >= last) {
        append(slot.batch, piece.rows, to: &order)
      }
      queues.clean()
    }
    return order
  }

  private static func append(
    _ batch: borrowing RecordBatch, _ rows: Range<Int>,
    to order: inout [(partition: Int32, offset: Int64, seconds: Int64)]
  ) {
    for row in rows {
      let record = batch[row]
      order.append((record.partition, record.offset, record.timestamp.milliseconds / 1000))
    }
  }

  @Test func `an hour of each of four partitions, one after the other, comes out in time with each other`() {
    let batches = (0..<4).map { partition in
      (0..<3600).map { (partition: Int32(partition), offset: Int64($0), seconds: Int64($0)) }
    }
    let order = Self.absorbed(batches, drainedAfter: 3)
    #expect(order.count == 4 * 3600)
    var newest: Int64 = 0
    var worst: Int64 = 0
    for record in order {
      newest = max(newest, record.seconds)
      worst = max(worst, newest - record.seconds)
    }
    #expect(worst <= 20)
    for partition in 0..<4 {
      #expect(order.filter { $0.partition == Int32(partition) }.map(\.offset) == (0..<3600).map(Int64.init))
    }
  }

  @Test func `what is at hand is not held back when the log has no more`() {
    #expect(Self.absorbed([[(0, 0, 100)], [(1, 0, 5)]], drainedAfter: 0).map(\.seconds) == [100, 5])
  }

  @Test func `more than the limit is not held`() {
    let one = (0..<AlignedQueues.maximumHeld + 10).map { (partition: Int32(0), offset: Int64($0), seconds: Int64($0)) }
    #expect(!Self.absorbed([one], drainedAfter: .max).isEmpty)
  }

  @Test func `the front of a batch can be dropped`() {
    var batch = RecordBatch()
    for number: UInt8 in 0..<5 {
      let key = [number]
      let value = [number, number]
      batch.append(
        partition: 0, offset: Int64(number), timestamp: .distantPast, key: key.span,
        value: number == 3 ? nil : value.span)
    }
    batch.removeFirst(2)
    var rest: [(offset: Int64, key: UInt8, value: [UInt8]?)] = []
    for index in 0..<batch.count {
      let record = batch[index]
      let value = record.isTombstone ? nil : (0..<record.bytes.count).map { record.bytes[$0] }
      rest.append((record.offset, record.key[0], value))
    }
    #expect(rest.map(\.offset) == [2, 3, 4])
    #expect(rest.map(\.key) == [2, 3, 4])
    #expect(rest.map(\.value) == [[2, 2], nil, [4, 4]])
    batch.removeFirst(3)
    let isEmpty = batch.isEmpty
    #expect(isEmpty)
  }
}
