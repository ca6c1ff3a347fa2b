internal import Synchronization

/// A sum that only grows.
public final class Counter: Instrument {
  private let total = Atomic<UInt64>(0)

  public func increment(by amount: UInt64 = 1) { total.wrappingAdd(amount, ordering: .relaxed) }

  public var value: UInt64 { total.load(ordering: .relaxed) }

  func write(name: String, labels: String, to text: inout String) {
    text += "\(name)\(LabelText.braced(labels)) \(value)\n"
  }
}
