import Core
import Ports

/// Puts the records of several partitions in the order of their log time, as far as they are at hand.
///
/// After an outage a consumer gets a large piece of one partition, then one of the next. A stage that writes what it
/// reads into shared partitions would put its readers' event time out of order by as much. So while the log has more
/// than a batch to give, records are held back, up to a limit, and the partition that is furthest behind goes first.
struct AlignedQueues: ~Copyable {
  /// Records held back at most: enough for one fetch (1 MiB) of small records from each of twelve partitions.
  static let maximumHeld = 50_000
  /// Absorbed records of one partition that stay in memory until their queue is empty.
  static let maximumAbsorbed = 10_000
  /// How far a partition may run ahead of the next one before it waits.
  static let span: Timestamp.Span = .seconds(10)

  /// Rows of one partition, to be absorbed in order.
  struct Piece {
    var partition: TopicPartition
    var rows: Range<Int>
  }

  private struct Queue {
    var slot: Int
    var start = 0
  }

  private var batches: [Slot] = []
  private var queues: [TopicPartition: Queue] = [:]
  private(set) var held = 0

  /// A batch on the heap, so that a queue can be lent out while others stay where they are.
  final class Slot {
    var batch = RecordBatch()
  }

  /// Takes the records of a batch.
  mutating func take(_ batch: borrowing RecordBatch) {
    for index in 0..<batch.count {
      let record = batch[index]
      let key = TopicPartition(topic: record.topic, partition: record.partition)
      slot(of: key).batch.append(
        topic: record.topic, partition: record.partition, offset: record.offset, timestamp: record.timestamp,
        key: record.key, value: record.isTombstone ? nil : record.bytes)
    }
    held += batch.count
  }

  /// The next rows to absorb and the batch they lie in; nil: nothing is due.
  /// - Parameter isDrained: the log had no more to give just now, so everything is due.
  mutating func next(isDrained: Bool) -> (Piece, Slot)? {
    guard isDrained || held > Self.maximumHeld else { return nil }
    let heads = queues.compactMap { key, queue -> (key: TopicPartition, time: Timestamp)? in
      let slot = batches[queue.slot]
      return queue.start < slot.batch.count ? (key, slot.batch[queue.start].timestamp) : nil
    }.sorted { ($0.time, $0.key) < ($1.time, $1.key) }
    guard let first = heads.first, let queue = queues[first.key] else { return nil }
    let bound = heads.count > 1 ? heads[1].time + Self.span : .distantFuture
    let slot = batches[queue.slot]
    var end = queue.start + 1
    while end < slot.batch.count, slot.batch[end].timestamp <= bound { end += 1 }
    queues[first.key]?.start = end
    held -= end - queue.start
    return (Piece(partition: first.key, rows: queue.start..<end), slot)
  }

  /// Gives back the memory of what was absorbed.
  mutating func clean() {
    for (key, queue) in queues where queue.start > 0 {
      let isDone = queue.start == batches[queue.slot].batch.count
      guard isDone || queue.start >= Self.maximumAbsorbed else { continue }
      batches[queue.slot].batch.removeFirst(queue.start)
      queues[key]?.start = 0
    }
  }

  /// Drops what is held of partitions that are gone; nil: of all.
  mutating func forget(_ partitions: [TopicPartition]?) {
    for key in partitions ?? Array(queues.keys) {
      guard let queue = queues[key] else { continue }
      held -= batches[queue.slot].batch.count - queue.start
      batches[queue.slot].batch.removeAll()
      queues[key]?.start = 0
    }
  }

  private mutating func slot(of key: TopicPartition) -> Slot {
    if let queue = queues[key] { return batches[queue.slot] }
    queues[key] = Queue(slot: batches.count)
    batches.append(Slot())
    return batches[batches.count - 1]
  }
}
