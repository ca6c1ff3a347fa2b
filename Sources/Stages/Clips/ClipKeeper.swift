public import Core
public import Ports

/// What the clip service does by itself: joins bytes with declarations, sweeps, clears the disk, and says on
/// `personal.clips` what it did. Its calls block.
public struct ClipKeeper: Sendable {
  static let topic = "personal.clips"
  /// Rows of one turn.
  static let batch = 100

  private let store: ClipStore
  private let seal: @Sendable (ServiceEvent) throws(IdentityFault) -> [UInt8]?

  /// - Parameter seal: the record's bytes, sealed for the vehicle's driver and signed by the service; nil: the driver is
  ///   erased, and nothing is said of them any more.
  public init(store: ClipStore, seal: @escaping @Sendable (ServiceEvent) throws(IdentityFault) -> [UInt8]?) {
    self.store = store
    self.seal = seal
  }

  /// One turn.
  /// - Parameter deadline: how long the log may take.
  /// - Returns: whether there was anything to do.
  public func turn(_ producer: any LogProducer, deadline: Timestamp.Span) throws -> Bool {
    let now = store.clock.now()
    var changed = 0
    for clip in try store.ledger.unconcluded() {
      // One that cannot be concluded now is tried again; the others go on.
      if let upload = try? store.upload(clip), (try? store.conclude(upload)) != nil { changed += 1 }
    }
    changed += try store.ledger.sweep(store.rule, at: now)
    changed += try store.ledger.settle(at: now)
    let removed = try store.ledger.removed(limit: Self.batch)
    for clip in removed { try store.objects.delete(try ClipStore.name(clip)) }
    if !removed.isEmpty { try store.ledger.forget(removed) }
    let events = try store.ledger.outbox(limit: Self.batch)
    if !events.isEmpty { try say(events, producer, deadline) }
    return changed + removed.count + events.count > 0
  }

  /// One that was sent and not struck is sent again under its sequence, and readers pass it over.
  private func say(_ events: [ServiceEvent], _ producer: any LogProducer, _ deadline: Timestamp.Span) throws {
    for (index, event) in events.enumerated() {
      guard let value = try seal(event) else { continue }
      try producer.send(
        OutgoingRecord(topic: Self.topic, key: event.vehicleID.bytes, value: value), token: UInt64(index))
    }
    try producer.flush(deadline: deadline)
    if let failed = producer.poll(wait: .zero).first(where: { $0.error != nil })?.error { throw failed }
    try store.ledger.said(events)
  }
}
