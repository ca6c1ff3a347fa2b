import Synchronization

/// What the workloads of one bench use together: made for the first that asks, gone with the last that holds it.
final class SharedFixture<Value: AnyObject & Sendable>: Sendable {
  private struct Held: Sendable {
    weak var value: Value?
    var events = 0
    var seed: UInt64 = 0
  }

  private let held = Mutex(Held())
  private let make: @Sendable (_ events: Int, _ seed: UInt64) throws -> Value

  init(_ make: @escaping @Sendable (_ events: Int, _ seed: UInt64) throws -> Value) { self.make = make }

  func value(_ events: Int, _ seed: UInt64) throws -> Value {
    try held.withLock { held in
      if let value = held.value, held.events == events, held.seed == seed { return value }
      let value = try make(events, seed)
      held = Held(value: value, events: events, seed: seed)
      return value
    }
  }
}
