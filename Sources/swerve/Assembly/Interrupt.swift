import Foundation
import Synchronization

/// Waits for Ctrl-C or a polite kill: SIGINT and SIGTERM, as events instead of sudden ends.
final class Interrupt {
  private let received = Flag()
  private var sources: [any DispatchSourceSignal] = []

  private final class Flag: Sendable {
    let isSet = Atomic(false)
  }

  init() {
    signal(SIGPIPE, SIG_IGN)
    let queue = DispatchQueue(label: "signals")
    for number in [SIGINT, SIGTERM] {
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler { [received] in received.isSet.store(true, ordering: .releasing) }
      source.resume()
      sources.append(source)
    }
  }

  var isReceived: Bool { received.isSet.load(ordering: .acquiring) }

  /// Returns when a signal came or `condition` became true.
  func wait(until condition: () -> Bool = { false }) async {
    while !isReceived, !condition() { try? await Task.sleep(for: .milliseconds(50)) }
  }
}
