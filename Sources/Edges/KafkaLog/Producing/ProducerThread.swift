internal import Core
internal import Ports

/// A transactional producer on a thread of its own, so that its caller can give up on a call that does not end.
///
/// librdkafka 2.0.2 does not keep the time limit of `rd_kafka_send_offsets_to_transaction` while the group's
/// coordinator takes connections but does not answer (`rd_kafka_coord_req_fsm` never looks at it; seen with a stopped
/// broker). A call given up keeps thread and producer until it returns, and then both go. The successor has fenced
/// that producer by then.
final class ProducerThread {
  private let thread = CallThread<TransactionalProducer>()

  /// Time on top of a call's own limits before it is given up.
  private static let slack = Timestamp.Span.milliseconds(500)

  /// Makes the producer on the new thread; it takes the transactional id over.
  init(_ configuration: KafkaConfiguration, options: SessionOptions) throws(LogError) {
    let limit = configuration.limits.answer + Self.slack
    let made: Result<Void, LogError>? = thread.call(within: limit) { producer in
      do throws(LogError) {
        producer = try TransactionalProducer(configuration, options: options)
        return .success(())
      } catch {
        return .failure(error)
      }
    }
    guard let made else {
      thread.end()
      throw LogError(
        .timedOut, operation: "taking over transactional id \(options.transactionalID)", reason: "no answer came",
        hint: "the cluster did not answer in time; it is safe to try again")
    }
    if case .failure(let error) = made {
      thread.end()
      throw error
    }
  }

  deinit { thread.end() }

  /// As `TransactionalProducer.commit`, with a limit that holds.
  func commit(
    _ records: [OutgoingRecord], positions: [NamedPartition: CommittedPosition], group: GroupMetadataHandle,
    within limit: Timestamp.Span
  ) throws(TransactionalProducer.Failure) {
    let done: Result<Void, TransactionalProducer.Failure>? = thread.call(within: limit + Self.slack) { producer in
      guard let producer else { preconditionFailure("a thread that was started has its producer") }
      do throws(TransactionalProducer.Failure) {
        try producer.commit(records, positions: positions, group: group)
        return .success(())
      } catch {
        return .failure(error)
      }
    }
    guard let done else {
      throw .unknown(LogError(.timedOut, operation: "commit", reason: "the coordinator did not answer in time"))
    }
    try done.get()
  }
}
