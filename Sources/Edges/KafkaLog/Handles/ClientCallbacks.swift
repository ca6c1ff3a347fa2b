internal import CRdKafka
internal import Core
internal import Ports

/// What librdkafka calls back into. Each call only notes what happened; the owner acts on it after the poll that
/// served it.
///
/// librdkafka serves all of them on the thread that polls, except log lines, which come from its own threads and touch
/// nothing here but the immutable `diagnostics`.
final class ClientCallbacks {
  let diagnostics: (@Sendable (KafkaDiagnostic) -> Void)?
  /// Set when a group member wants its rebalances; without it none is asked for.
  let wantsRebalances: Bool
  let wantsReports: Bool

  /// What last went wrong with a connection, to explain a question that got no answer.
  var latestTrouble: LogError?
  /// Every broker is down, or the cluster refuses this client; taken by the next poll that has nothing to return.
  var outage: LogError?
  /// Delivery reports not yet collected.
  var reports: [DeliveryReport] = []
  /// Rebalances not yet served, oldest first.
  var rebalances: [Rebalance] = []
  /// While the member leaves, partitions are let go in the callback itself: nobody polls any more.
  var isClosing = false

  init(diagnostics: (@Sendable (KafkaDiagnostic) -> Void)?, wantsRebalances: Bool = false, wantsReports: Bool = false) {
    self.diagnostics = diagnostics
    self.wantsRebalances = wantsRebalances
    self.wantsReports = wantsReports
  }

  func install(in configuration: OpaquePointer, kind: rd_kafka_type_t) {
    if diagnostics != nil { unsafe rd_kafka_conf_set_log_cb(configuration, noteLine) }
    unsafe rd_kafka_conf_set_error_cb(configuration, noteError)
    if wantsRebalances { unsafe rd_kafka_conf_set_rebalance_cb(configuration, noteRebalance) }
    if wantsReports { unsafe rd_kafka_conf_set_dr_msg_cb(configuration, noteDelivery) }
  }

  static func of(_ opaque: UnsafeMutableRawPointer?) -> ClientCallbacks? {
    guard let opaque = unsafe opaque else { return nil }
    return unsafe Unmanaged<ClientCallbacks>.fromOpaque(opaque).takeUnretainedValue()
  }
}

private func noteLine(
  client: OpaquePointer?, level: Int32, facility: UnsafePointer<CChar>?, text: UnsafePointer<CChar>?
) {
  guard let client = unsafe client, let facility = unsafe facility, let text = unsafe text,
    let diagnostics = unsafe ClientCallbacks.of(rd_kafka_opaque(client))?.diagnostics
  else { return }
  unsafe diagnostics(
    KafkaDiagnostic(level: Int(level), facility: String(cString: facility), text: String(cString: text)))
}

private func noteError(
  client: OpaquePointer?, code: Int32, words: UnsafePointer<CChar>?, opaque: UnsafeMutableRawPointer?
) {
  guard let callbacks = unsafe ClientCallbacks.of(opaque) else { return }
  let code = rd_kafka_resp_err_t(code)
  let error = unsafe LogError(
    code, operation: "connection to the cluster", words: words.map { unsafe String(cString: $0) })
  // "All are down" only counts; the error before it says why.
  if code != RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN || callbacks.latestTrouble == nil { callbacks.latestTrouble = error }
  // One lost connection is the client's own business; no connection left, or a refusal, is the caller's.
  if code == RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN || error.kind == .notAuthorized { callbacks.outage = error }
}

private func noteDelivery(
  client: OpaquePointer?, message: UnsafePointer<rd_kafka_message_t>?, opaque: UnsafeMutableRawPointer?
) {
  guard let callbacks = unsafe ClientCallbacks.of(opaque), let message = unsafe message?.pointee else { return }
  let code = unsafe message.err
  let token = unsafe UInt64(UInt(bitPattern: message._private))
  let error = code == RD_KAFKA_RESP_ERR_NO_ERROR ? nil : LogError(code, operation: "delivery of a record")
  callbacks.reports.append(DeliveryReport(token: token, error: error))
}

private func noteRebalance(
  client: OpaquePointer?, code: rd_kafka_resp_err_t,
  partitions: UnsafeMutablePointer<rd_kafka_topic_partition_list_t>?, opaque: UnsafeMutableRawPointer?
) {
  guard let client = unsafe client, let callbacks = unsafe ClientCallbacks.of(opaque) else { return }
  if callbacks.isClosing {
    unsafe rd_kafka_assign(client, nil)
    return
  }
  if code == RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS {
    unsafe callbacks.rebalances.append(.assigned(NamedPartition.all(in: partitions)))
  } else {
    let lost = unsafe code != RD_KAFKA_RESP_ERR__REVOKE_PARTITIONS || rd_kafka_assignment_lost(client) != 0
    callbacks.rebalances.append(.revoked(lost: lost))
  }
  // Makes the poll return now: the session answers on the same thread, outside the callback, where it may throw.
  unsafe rd_kafka_yield(client)
}
