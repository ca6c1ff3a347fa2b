internal import CRdKafka

/// Owner of an `rd_kafka_consumer_group_metadata_t`: member and generation, by which the group fences a transaction.
@safe final class GroupMetadataHandle: Sendable {
  // Never changed after it was made; librdkafka copies it in `rd_kafka_send_offsets_to_transaction`.
  nonisolated(unsafe) let pointer: OpaquePointer

  /// nil where the client is in no group.
  init?(of consumer: ClientHandle) {
    guard let pointer = unsafe rd_kafka_consumer_group_metadata(consumer.pointer) else { return nil }
    unsafe self.pointer = pointer
  }

  deinit { unsafe rd_kafka_consumer_group_metadata_destroy(pointer) }
}
