internal import CRdKafka
internal import Ports

/// Owner of one `rd_kafka_mock_cluster_t` and of the client it keeps its books in.
@safe final class MockClusterHandle: Sendable {
  // librdkafka's mock calls hand an operation to the cluster's own thread and wait for it
  // (`rd_kafka_mock_cluster_cmd`), or take the cluster's lock, so they may come from any thread; the pointer itself
  // never changes.
  nonisolated(unsafe) private let cluster: OpaquePointer
  // Only held so that it outlives the cluster; nothing calls it.
  nonisolated(unsafe) private let client: ClientHandle
  let bootstrapServers: String

  init(brokers: Int, diagnostics: @escaping @Sendable (KafkaDiagnostic) -> Void) throws(LogError) {
    precondition(brokers > 0, "a cluster has at least one broker")
    unsafe client = try ConfigurationHandle().makeClient(
      RD_KAFKA_PRODUCER, callbacks: ClientCallbacks(diagnostics: diagnostics))
    guard let cluster = unsafe rd_kafka_mock_cluster_new(client.pointer, Int32(clamping: brokers)) else {
      throw LogError(rd_kafka_last_error(), operation: "starting an embedded broker")
    }
    unsafe self.cluster = cluster
    bootstrapServers = unsafe String(cString: rd_kafka_mock_cluster_bootstraps(cluster))
  }

  deinit { unsafe rd_kafka_mock_cluster_destroy(cluster) }

  func createTopic(_ name: String, partitions: Int32) -> rd_kafka_resp_err_t {
    unsafe rd_kafka_mock_topic_create(cluster, name, partitions, 1)
  }

  func failRequests(_ request: Int16, with errors: [rd_kafka_resp_err_t]) {
    unsafe rd_kafka_mock_push_request_errors_array(cluster, request, errors.count, errors)
  }

  func forgetErrors(of request: Int16) { unsafe rd_kafka_mock_clear_request_errors(cluster, request) }

  func delayAnswer(
    to request: Int16, on broker: Int32, error: rd_kafka_resp_err_t, milliseconds: Int32
  ) -> rd_kafka_resp_err_t {
    unsafe CRdKafka_mock_delay_answer(cluster, broker, request, error, milliseconds)
  }

  func setDown(_ broker: Int32) -> rd_kafka_resp_err_t { unsafe rd_kafka_mock_broker_set_down(cluster, broker) }
  func setUp(_ broker: Int32) -> rd_kafka_resp_err_t { unsafe rd_kafka_mock_broker_set_up(cluster, broker) }
  func setRoundTrip(_ broker: Int32, milliseconds: Int32) -> rd_kafka_resp_err_t {
    unsafe rd_kafka_mock_broker_set_rtt(cluster, broker, milliseconds)
  }
  func setLeader(_ topic: String, _ partition: Int32, _ broker: Int32) -> rd_kafka_resp_err_t {
    unsafe rd_kafka_mock_partition_set_leader(cluster, topic, partition, broker)
  }
}
