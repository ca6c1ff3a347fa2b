internal import CRdKafka
internal import Ports

/// Owner of an `rd_kafka_topic_partition_list_t`.
@safe struct PartitionList: ~Copyable {
  let pointer: UnsafeMutablePointer<rd_kafka_topic_partition_list_t>

  init(capacity: Int) { unsafe pointer = rd_kafka_topic_partition_list_new(Int32(clamping: capacity)) }

  deinit { unsafe rd_kafka_topic_partition_list_destroy(pointer) }

  var count: Int { unsafe Int(pointer.pointee.cnt) }

  /// - Parameter offset: next offset, or one of librdkafka's logical ones.
  func add(_ topic: String, _ partition: Int32, offset: Int64, metadata: String = "") {
    guard let element = unsafe rd_kafka_topic_partition_list_add(pointer, topic, partition) else { return }
    unsafe element.pointee.offset = offset
    let bytes = Array(metadata.utf8)
    guard !bytes.isEmpty else { return }
    // The list frees it with librdkafka's own allocator.
    guard let room = unsafe rd_kafka_mem_malloc(nil, bytes.count) else { return }
    unsafe room.copyMemory(from: bytes, byteCount: bytes.count)
    unsafe element.pointee.metadata = room
    unsafe element.pointee.metadata_size = bytes.count
  }

  func addSubscription(_ topic: String) {
    _ = unsafe rd_kafka_topic_partition_list_add(pointer, topic, RD_KAFKA_PARTITION_UA)
  }

  struct Element {
    var name: NamedPartition
    /// nil: the group remembers nothing.
    var position: CommittedPosition?
    var code: rd_kafka_resp_err_t
  }

  subscript(index: Int) -> Element {
    precondition(index >= 0 && index < count, "partition \(index) of \(count)")
    let raw = unsafe pointer.pointee.elems[index]
    let name = unsafe NamedPartition(topic: String(cString: raw.topic), partition: raw.partition)
    var position: CommittedPosition?
    if unsafe raw.offset >= 0 {
      let bytes = unsafe UnsafeRawBufferPointer(start: raw.metadata, count: raw.metadata_size)
      // Another program's metadata may be anything: bytes that are no text are replaced, not refused.
      position = unsafe CommittedPosition(offset: raw.offset, metadata: String(decoding: bytes, as: UTF8.self))
    }
    return unsafe Element(name: name, position: position, code: raw.err)
  }
}
