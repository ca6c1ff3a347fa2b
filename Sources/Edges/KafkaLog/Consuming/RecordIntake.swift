internal import CRdKafka
internal import Core
internal import Ports

/// The way of a consumed message into a batch: the fence, then one copy of key and value into the batch's arena.
@safe struct RecordIntake {
  let topics: [TopicHandle]
  /// The handles' addresses: a message names its topic by the same address, which cannot be reused while they are held.
  private let addresses: [OpaquePointer]
  var fence: PartitionFence

  init(topics names: [String], of client: ClientHandle) throws(LogError) {
    var topics: [TopicHandle] = []
    for name in names { topics.append(try TopicHandle(name, of: client)) }
    self.topics = topics
    unsafe addresses = topics.map { unsafe $0.pointer }
    fence = PartitionFence(topics: names.count)
  }

  func index(of name: String) -> Int? { topics.firstIndex { $0.name == name } }

  /// Appends the record, unless the fence holds it back.
  mutating func take(_ message: borrowing MessageHandle, into batch: inout RecordBatch) {
    let raw = unsafe message.pointer.pointee
    guard let topic = unsafe topicIndex(at: raw.rkt) else { return }
    guard unsafe fence.admits(topic: topic, partition: raw.partition, offset: raw.offset) else { return }
    var kind = RD_KAFKA_TIMESTAMP_NOT_AVAILABLE
    let time = unsafe rd_kafka_message_timestamp(message.pointer, &kind)
    // A record without a key reads as one with an empty key; the length is 0 then, so no byte of the stand-in is read.
    let keyStart = unsafe raw.key ?? UnsafeMutableRawPointer(message.pointer)
    let key = unsafe Span<UInt8>(_unsafeStart: keyStart.assumingMemoryBound(to: UInt8.self), count: raw.key_len)
    var value: Span<UInt8>?
    if let payload = unsafe raw.payload {
      value = unsafe Span(_unsafeStart: payload.assumingMemoryBound(to: UInt8.self), count: raw.len)
    }
    unsafe batch.append(
      topic: topic, partition: raw.partition, offset: raw.offset, timestamp: Timestamp(milliseconds: time), key: key,
      value: value)
  }

  /// The broker said that the partition ends here for now.
  mutating func reachEnd(_ message: borrowing MessageHandle) {
    let raw = unsafe message.pointer.pointee
    guard let topic = unsafe topicIndex(at: raw.rkt) else { return }
    unsafe fence.skip(topic: topic, partition: raw.partition, to: raw.offset)
  }

  private func topicIndex(at address: OpaquePointer?) -> Int? {
    for index in unsafe addresses.indices where unsafe addresses[index] == address { return index }
    return nil
  }
}
