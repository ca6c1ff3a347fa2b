internal import CRdKafka

/// A partition by its topic's name, as the group speaks of it.
struct NamedPartition: Hashable {
  var topic: String
  var partition: Int32

  static func all(in list: UnsafeMutablePointer<rd_kafka_topic_partition_list_t>?) -> [NamedPartition] {
    guard let list = unsafe list?.pointee else { return [] }
    return unsafe UnsafeBufferPointer(start: list.elems, count: Int(list.cnt)).map {
      unsafe NamedPartition(topic: String(cString: $0.topic), partition: $0.partition)
    }
  }
}
