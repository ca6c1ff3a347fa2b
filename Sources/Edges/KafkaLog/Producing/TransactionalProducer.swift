internal import CRdKafka
internal import Core
internal import Ports

/// One life of a transactional producer. Once a call has failed without an answer it is thrown away, never asked again:
/// Kafka's first transaction protocol may tear a transaction that is continued after an unknown outcome.
final class TransactionalProducer {
  /// How a transaction that was not committed ended.
  enum Failure: Error {
    /// Nothing was written.
    case aborted(because: LogError)
    /// Nobody knows; this producer must go, and its successor settles it.
    case unknown(LogError)
    /// Trying again would fail again.
    case permanent(LogError)
  }

  private let client: ClientHandle
  private let queue: RecordQueue
  private let limits: KafkaLimits
  private let timeout: Timestamp.Span
  private let operation: String

  /// Takes the transactional id over: fences whoever had it and settles what it left open.
  init(_ configuration: KafkaConfiguration, options: SessionOptions) throws(LogError) {
    limits = configuration.limits
    timeout = options.transactionTimeout
    operation = "commit of group \(options.group)"
    client = try configuration.makeClient(
      for: .transactions(options), callbacks: ClientCallbacks(diagnostics: configuration.diagnostics))
    queue = RecordQueue(client)
    let failure = unsafe KafkaFailure(
      taking: rd_kafka_init_transactions(client.pointer, limits.answer.callMilliseconds))
    if let failure {
      throw client.explain(failure.error(in: "taking over transactional id \(options.transactionalID)"))
    }
  }

  /// Writes records and positions together; returns once all of it is durable and visible.
  func commit(
    _ records: [OutgoingRecord], positions: [NamedPartition: CommittedPosition], group: GroupMetadataHandle
  ) throws(Failure) {
    let deadline = Deadline(after: timeout)
    if let failure = unsafe KafkaFailure(taking: rd_kafka_begin_transaction(client.pointer)) {
      throw outcome(of: failure, by: deadline)
    }
    for record in records {
      do {
        try queue.add(record, token: 0, within: min(limits.sendWait, timeout))
      } catch {
        throw abort(because: error)
      }
    }
    if let failure = send(positions, group, by: deadline) { throw outcome(of: failure, by: deadline) }
    if let failure = unsafe KafkaFailure(
      taking: rd_kafka_commit_transaction(client.pointer, max(1, deadline.remaining)))
    {
      throw outcome(of: failure, by: deadline)
    }
  }

  /// Puts the positions into the transaction. A coordinator that is busy has refused for certain, so it is asked again;
  /// librdkafka itself does so only twice.
  private func send(
    _ positions: [NamedPartition: CommittedPosition], _ group: GroupMetadataHandle, by deadline: Deadline
  ) -> KafkaFailure? {
    guard !positions.isEmpty else { return nil }
    let list = PartitionList(capacity: positions.count)
    for (place, position) in positions {
      list.add(place.topic, place.partition, offset: position.offset, metadata: position.metadata)
    }
    while true {
      let failure = unsafe KafkaFailure(
        taking: rd_kafka_send_offsets_to_transaction(
          client.pointer, list.pointer, group.pointer, max(1, deadline.remaining)))
      guard let failure, failure.isRetriable, !deadline.hasPassed,
        failure.code == RD_KAFKA_RESP_ERR_CONCURRENT_TRANSACTIONS
          || failure.code == RD_KAFKA_RESP_ERR_COORDINATOR_LOAD_IN_PROGRESS
      else { return failure }
      _ = unsafe rd_kafka_poll(client.pointer, ClientPurpose.transactionRetryPause.callMilliseconds)
    }
  }

  private func outcome(of failure: KafkaFailure, by deadline: Deadline) -> Failure {
    let error = failure.error(in: operation)
    if failure.requiresAbort { return abort(because: error) }
    guard failure.isFatal || error.kind == .fenced else { return .unknown(error) }
    // The coordinator also fences a producer whose transaction ran out of time: then there need not be a second one,
    // and if there is, the successor's take-over decides which of the two stays.
    if error.kind == .fenced && deadline.hasPassed { return .unknown(error) }
    return Self.isPermanent(error.kind) ? .permanent(error) : .unknown(error)
  }

  private func abort(because error: LogError) -> Failure {
    let failure = unsafe KafkaFailure(
      taking: rd_kafka_abort_transaction(client.pointer, limits.answer.callMilliseconds))
    if let failure {
      let abortError = failure.error(in: operation)
      return abortError.kind == .fenced ? .permanent(abortError) : .unknown(error)
    }
    // What was asked without an answer may still be answered, in the middle of the next transaction of this producer.
    if error.kind == .timedOut { return .unknown(error) }
    return Self.isPermanent(error.kind) ? .permanent(error) : .aborted(because: error)
  }

  /// Reading again from the committed positions would lead to the same record and the same refusal.
  private static func isPermanent(_ kind: LogError.Kind) -> Bool {
    switch kind {
    case .fenced, .notAuthorized, .misconfigured, .tooLarge: true
    case .unavailable, .timedOut, .rewind, .other: false
    }
  }
}
