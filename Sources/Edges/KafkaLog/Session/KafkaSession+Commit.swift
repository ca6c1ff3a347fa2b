internal import CRdKafka
internal import Core
internal import Ports

extension KafkaSession {
  func commit(_ records: [OutgoingRecord], positions: [TopicPartition: CommittedPosition]) throws(LogError) {
    guard let consumer else { throw closed() }
    guard !records.isEmpty || !positions.isEmpty else { return }
    let operation = "commit of group \(options.group)"
    let holding = Set(held)
    guard positions.keys.allSatisfy(holding.contains) else {
      throw LogError(
        .rewind, operation: operation, reason: "a partition is no longer held",
        hint: "read from the committed positions")
    }
    if let embedded { try embedded.requireOwner(of: session.transactionalID, epoch: embeddedEpoch, operation) }
    guard let group = GroupMetadataHandle(of: consumer) else { throw closed() }
    var named: [NamedPartition: CommittedPosition] = [:]
    for (place, position) in positions {
      named[NamedPartition(topic: options.topics[place.topic], partition: place.partition)] = position
    }
    do {
      try renewProducer()
    } catch {
      throw Self.isPassing(error.kind) ? Self.rewind(operation, because: error) : error
    }
    guard let producer else { throw closed() }
    do {
      // The transaction's own time, and an answer's for aborting it.
      let limit = session.transactionTimeout + configuration.limits.answer
      try producer.commit(records, positions: named, group: group, within: limit)
    } catch {
      throw answer(to: error, operation: operation)
    }
    embedded?.keep(positions, of: session)
  }

  /// Makes a producer where the last one had to go. It settles what its predecessor left open.
  func renewProducer() throws(LogError) {
    guard producer == nil else { return }
    producer = try ProducerThread(configuration, options: session)
  }

  private func answer(to failure: TransactionalProducer.Failure, operation: String) -> LogError {
    switch failure {
    case .aborted(let error): return Self.rewind(operation, because: error)
    case .permanent(let error): return error
    case .unknown(let error):
      producer = nil
      do {
        try renewProducer()
      } catch {
        // Not reachable now: `restart` and the next commit try again, and read no position before it worked.
        if !Self.isPassing(error.kind) { return error }
      }
      return Self.rewind(operation, because: error)
    }
  }

  private static func isPassing(_ kind: LogError.Kind) -> Bool {
    kind == .unavailable || kind == .timedOut || kind == .other
  }

  private static func rewind(_ operation: String, because error: LogError) -> LogError {
    LogError(
      .rewind, operation: operation, reason: error.reason,
      hint: "forget the state and read again from the committed positions")
  }
}
