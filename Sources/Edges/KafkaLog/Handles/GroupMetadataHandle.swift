internal import CRdKafka

/// Owner of an `rd_kafka_consumer_group_metadata_t`: member and generation, by which the group fences a transaction.
@safe struct GroupMetadataHandle: ~Copyable {
  let pointer: OpaquePointer

  /// nil where the client is in no group.
  init?(of consumer: ClientHandle) {
    guard let pointer = unsafe rd_kafka_consumer_group_metadata(consumer.pointer) else { return nil }
    unsafe self.pointer = pointer
  }

  deinit { unsafe rd_kafka_consumer_group_metadata_destroy(pointer) }
}
