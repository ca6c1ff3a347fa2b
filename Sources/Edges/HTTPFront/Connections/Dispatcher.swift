internal import Synchronization

/// All exchanges of one daemon: who is in the house, and whether the house is open.
final class Dispatcher: Sendable {
  let configuration: HTTPServerConfiguration
  let router: Router

  private let phase = Atomic<UInt8>(0)
  private let handlersRunning = Atomic<Int>(0)
  private let table = Mutex(Table())

  private struct Table {
    var exchanges: [ObjectIdentifier: Exchange] = [:]
    var onEmpty: [CheckedContinuation<Void, Never>] = []
  }

  init(configuration: HTTPServerConfiguration, router: Router) {
    self.configuration = configuration
    self.router = router
  }

  // MARK: Exchanges

  var exchangeCount: Int { table.withLock { $0.exchanges.count } }

  func add(_ exchange: Exchange) {
    table.withLock { $0.exchanges[ObjectIdentifier(exchange)] = exchange }
  }

  func remove(_ exchange: Exchange) {
    let waiting = table.withLock { table -> [CheckedContinuation<Void, Never>] in
      table.exchanges[ObjectIdentifier(exchange)] = nil
      guard table.exchanges.isEmpty else { return [] }
      defer { table.onEmpty = [] }
      return table.onEmpty
    }
    for continuation in waiting { continuation.resume() }
  }

  /// Cancels handlers that have worked longer than they may.
  func expireLateHandlers(now: ContinuousClock.Instant) {
    for exchange in exchanges() { exchange.expireIfLate(now: now) }
  }

  private func exchanges() -> [Exchange] { table.withLock { Array($0.exchanges.values) } }

  // MARK: Handlers

  /// Takes a place among the running handlers; false: all are taken.
  func enterHandler() -> Bool {
    let before = handlersRunning.add(1, ordering: .relaxed).oldValue
    if before < configuration.maximumRequestsInFlight { return true }
    leaveHandler()
    return false
  }

  func leaveHandler() { handlersRunning.subtract(1, ordering: .relaxed) }

  // MARK: Stopping

  /// New requests are answered 503.
  var isDraining: Bool { phase.load(ordering: .acquiring) >= 1 }
  /// No connection may be suspended any more.
  var isAborting: Bool { phase.load(ordering: .acquiring) >= 2 }

  func beginDraining() { phase.max(1, ordering: .acquiringAndReleasing) }

  /// Returns when no exchange is left, or when `giveUpWaiting` says so.
  func waitUntilEmpty() async {
    await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
      let isEmpty = table.withLock { table in
        if !table.exchanges.isEmpty && !isAborting { table.onEmpty.append(continuation) }
        return table.exchanges.isEmpty || isAborting
      }
      if isEmpty { continuation.resume() }
    }
  }

  /// Ends what is left. Every exchange that is suspended is resumed here; one that comes later sees `isAborting` in the
  /// place where it would suspend, because it enters the table after this looked into it.
  func abort() {
    phase.max(2, ordering: .acquiringAndReleasing)
    let (exchanges, waiting) = table.withLock { table in
      defer { table.onEmpty = [] }
      return (Array(table.exchanges.values), table.onEmpty)
    }
    for exchange in exchanges { exchange.abort() }
    for continuation in waiting { continuation.resume() }
  }
}
