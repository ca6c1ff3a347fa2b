internal import CRdKafka
internal import Core
internal import Ports

/// Puts records into one client's queue: the arguments of `rd_kafka_produceva`, laid out once and filled for each
/// record.
@safe final class RecordQueue {
  private let client: ClientHandle
  private let arguments: UnsafeMutablePointer<rd_kafka_vu_t>
  private var topics: [String: TopicHandle] = [:]
  /// Topic of the record before: most often the topic of the next.
  private var latest: TopicHandle?

  /// Longest wait in one go for room in a full queue, while delivery reports are served.
  private static let fullQueueWait: Int32 = 50

  private enum Slot: Int, CaseIterable {
    case topic, partition, key, value, timestamp, flags, opaque
  }

  init(_ client: ClientHandle) {
    self.client = client
    unsafe arguments = .allocate(capacity: Slot.allCases.count)
    unsafe arguments.initialize(repeating: rd_kafka_vu_t(), count: Slot.allCases.count)
    let kinds = [
      RD_KAFKA_VTYPE_RKT, RD_KAFKA_VTYPE_PARTITION, RD_KAFKA_VTYPE_KEY, RD_KAFKA_VTYPE_VALUE, RD_KAFKA_VTYPE_TIMESTAMP,
      RD_KAFKA_VTYPE_MSGFLAGS, RD_KAFKA_VTYPE_OPAQUE,
    ]
    for (slot, kind) in zip(Slot.allCases, kinds) { unsafe arguments[slot.rawValue].vtype = kind }
    unsafe arguments[Slot.flags.rawValue].u.i = RD_KAFKA_MSG_F_COPY
  }

  deinit { unsafe arguments.deallocate() }

  /// Queues one record; waits for room until the deadline.
  func add(_ record: OutgoingRecord, token: UInt64, within wait: Timestamp.Span) throws(LogError) {
    try prepare(record, token: token)
    guard let failure = enqueue(record) else { return }
    guard failure.code == RD_KAFKA_RESP_ERR__QUEUE_FULL else {
      throw failure.error(in: "sending to topic \(record.topic)")
    }
    let deadline = Deadline(after: wait)
    while true {
      let patience = min(deadline.remaining, Self.fullQueueWait)
      _ = unsafe rd_kafka_poll(client.pointer, patience)
      guard let failure = enqueue(record) else { return }
      guard failure.code == RD_KAFKA_RESP_ERR__QUEUE_FULL, patience > 0 else {
        throw failure.error(in: "sending to topic \(record.topic)")
      }
    }
  }

  private func prepare(_ record: OutgoingRecord, token: UInt64) throws(LogError) {
    let topic = try handle(of: record.topic)
    unsafe arguments[Slot.topic.rawValue].u.rkt = topic.pointer
    unsafe arguments[Slot.partition.rawValue].u.i32 = record.partition ?? RD_KAFKA_PARTITION_UA
    // 0 lets librdkafka take the time of writing.
    unsafe arguments[Slot.timestamp.rawValue].u.i64 = record.timestamp?.milliseconds ?? 0
    unsafe arguments[Slot.opaque.rawValue].u.ptr = UnsafeMutableRawPointer(bitPattern: UInt(token))
  }

  private func handle(of name: String) throws(LogError) -> TopicHandle {
    if let latest, latest.name == name { return latest }
    let topic: TopicHandle
    if let known = topics[name] {
      topic = known
    } else {
      topic = try TopicHandle(name, of: client)
      topics[name] = topic
    }
    latest = topic
    return topic
  }

  /// librdkafka copies the bytes before it returns.
  private func enqueue(_ record: OutgoingRecord) -> KafkaFailure? {
    unsafe record.key.withUnsafeBytes { key in
      unsafe place(key, in: .key)
      guard let value = record.value else {
        unsafe arguments[Slot.value.rawValue].u.mem = .init(ptr: nil, size: 0)
        return produce()
      }
      return unsafe value.withUnsafeBytes { value in
        unsafe place(value, in: .value)
        return produce()
      }
    }
  }

  /// An address even for no bytes: without one the broker would be sent a null, which is a tombstone.
  private func place(_ bytes: UnsafeRawBufferPointer, in slot: Slot) {
    let address = unsafe bytes.baseAddress ?? UnsafeRawPointer(arguments)
    unsafe arguments[slot.rawValue].u.mem = .init(ptr: UnsafeMutableRawPointer(mutating: address), size: bytes.count)
  }

  private func produce() -> KafkaFailure? {
    unsafe KafkaFailure(taking: rd_kafka_produceva(client.pointer, arguments, Slot.allCases.count))
  }
}
