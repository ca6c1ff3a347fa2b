internal import CRdKafka
internal import Ports

extension LogError {
  /// The error of one of librdkafka's codes.
  /// - Parameter words: what librdkafka said, where it said more than the code's own name.
  init(_ code: rd_kafka_resp_err_t, operation: String, words: String? = nil) {
    let name = unsafe String(cString: rd_kafka_err2str(code))
    let kind = Kind(code)
    self.init(
      kind, operation: operation, reason: words ?? name, hint: Self.hint(for: code) ?? Self.hint(for: kind))
  }

  private static func hint(for code: rd_kafka_resp_err_t) -> String? {
    switch code {
    case RD_KAFKA_RESP_ERR_INVALID_SESSION_TIMEOUT:
      "the broker's group.min.session.timeout.ms and group.max.session.timeout.ms bound it"
    case RD_KAFKA_RESP_ERR_INVALID_TRANSACTION_TIMEOUT: "the broker's transaction.max.timeout.ms bounds it"
    case RD_KAFKA_RESP_ERR_INVALID_REPLICATION_FACTOR: "the cluster has fewer brokers than the topic wants copies"
    case RD_KAFKA_RESP_ERR_NOT_ENOUGH_REPLICAS, RD_KAFKA_RESP_ERR_NOT_ENOUGH_REPLICAS_AFTER_APPEND:
      "brokers are missing: min.insync.replicas is not reached"
    case RD_KAFKA_RESP_ERR__SSL: "check the authority's, the certificate's and the key's file, and the broker's name"
    case RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART, RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC,
      RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION:
      "create the topic first; topics are never made by being named"
    default: nil
    }
  }

  private static func hint(for kind: Kind) -> String {
    switch kind {
    case .unavailable: "check the bootstrap servers and the network; it is safe to try again"
    case .timedOut: "the cluster did not answer in time; it is safe to try again"
    case .rewind: "forget the state and read again from the committed positions"
    case .fenced: "another process runs under this transactional id; only one may"
    case .notAuthorized: "grant this principal the operation with an ACL, or check its credentials"
    case .misconfigured: "check the settings and that the topic exists"
    case .tooLarge: "send less at once, or raise message.max.bytes of client and topic"
    case .other: ""
    }
  }
}

extension LogError.Kind {
  init(_ code: rd_kafka_resp_err_t) {
    switch code {
    case RD_KAFKA_RESP_ERR__TIMED_OUT, RD_KAFKA_RESP_ERR__MSG_TIMED_OUT, RD_KAFKA_RESP_ERR_REQUEST_TIMED_OUT,
      RD_KAFKA_RESP_ERR__TIMED_OUT_QUEUE, RD_KAFKA_RESP_ERR__QUEUE_FULL:
      self = .timedOut
    case RD_KAFKA_RESP_ERR__TRANSPORT, RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN, RD_KAFKA_RESP_ERR__RESOLVE,
      RD_KAFKA_RESP_ERR__WAIT_COORD, RD_KAFKA_RESP_ERR_COORDINATOR_NOT_AVAILABLE,
      RD_KAFKA_RESP_ERR_COORDINATOR_LOAD_IN_PROGRESS, RD_KAFKA_RESP_ERR_NOT_COORDINATOR,
      RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE, RD_KAFKA_RESP_ERR_NOT_LEADER_FOR_PARTITION,
      RD_KAFKA_RESP_ERR_NOT_ENOUGH_REPLICAS, RD_KAFKA_RESP_ERR_NOT_ENOUGH_REPLICAS_AFTER_APPEND,
      RD_KAFKA_RESP_ERR_BROKER_NOT_AVAILABLE, RD_KAFKA_RESP_ERR_NETWORK_EXCEPTION,
      RD_KAFKA_RESP_ERR_UNSTABLE_OFFSET_COMMIT, RD_KAFKA_RESP_ERR_KAFKA_STORAGE_ERROR:
      self = .unavailable
    case RD_KAFKA_RESP_ERR__FENCED, RD_KAFKA_RESP_ERR_PRODUCER_FENCED, RD_KAFKA_RESP_ERR_INVALID_PRODUCER_EPOCH,
      RD_KAFKA_RESP_ERR_FENCED_INSTANCE_ID:
      self = .fenced
    case RD_KAFKA_RESP_ERR__AUTHENTICATION, RD_KAFKA_RESP_ERR__SSL, RD_KAFKA_RESP_ERR_SASL_AUTHENTICATION_FAILED,
      RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED, RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED,
      RD_KAFKA_RESP_ERR_CLUSTER_AUTHORIZATION_FAILED, RD_KAFKA_RESP_ERR_TRANSACTIONAL_ID_AUTHORIZATION_FAILED:
      self = .notAuthorized
    case RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC, RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION,
      RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART, RD_KAFKA_RESP_ERR_TOPIC_EXCEPTION, RD_KAFKA_RESP_ERR_INVALID_CONFIG,
      RD_KAFKA_RESP_ERR_INVALID_PARTITIONS, RD_KAFKA_RESP_ERR_INVALID_REPLICATION_FACTOR,
      RD_KAFKA_RESP_ERR_POLICY_VIOLATION, RD_KAFKA_RESP_ERR_INVALID_SESSION_TIMEOUT,
      RD_KAFKA_RESP_ERR_INVALID_TRANSACTION_TIMEOUT, RD_KAFKA_RESP_ERR_INCONSISTENT_GROUP_PROTOCOL,
      RD_KAFKA_RESP_ERR_INVALID_GROUP_ID, RD_KAFKA_RESP_ERR__UNKNOWN_BROKER,
      RD_KAFKA_RESP_ERR_UNSUPPORTED_SASL_MECHANISM:
      self = .misconfigured
    case RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE, RD_KAFKA_RESP_ERR_RECORD_LIST_TOO_LARGE,
      RD_KAFKA_RESP_ERR_OFFSET_METADATA_TOO_LARGE:
      self = .tooLarge
    default: self = .other
    }
  }
}
