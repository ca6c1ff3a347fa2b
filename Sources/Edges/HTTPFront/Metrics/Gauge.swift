internal import Synchronization

/// A figure that goes up and down.
public final class Gauge: Instrument {
  private let bits = Atomic<UInt64>(0)

  public func set(_ value: Double) { bits.store(value.bitPattern, ordering: .relaxed) }

  public func add(_ amount: Double) { AtomicSum.add(amount, to: bits) }

  public var value: Double { Double(bitPattern: bits.load(ordering: .relaxed)) }

  func write(name: String, labels: String, to text: inout String) {
    text += "\(name)\(LabelText.braced(labels)) \(LabelText.number(value))\n"
  }
}

/// A gauge that asks its owner.
final class ReadGauge: Instrument {
  private let reading: @Sendable () -> Double

  init(_ reading: @escaping @Sendable () -> Double) { self.reading = reading }

  func write(name: String, labels: String, to text: inout String) {
    text += "\(name)\(LabelText.braced(labels)) \(LabelText.number(reading()))\n"
  }
}

/// A sum of `Double`s in one atomic word.
enum AtomicSum {
  static func add(_ amount: Double, to bits: borrowing Atomic<UInt64>) {
    var old = bits.load(ordering: .relaxed)
    while true {
      let new = (Double(bitPattern: old) + amount).bitPattern
      let (exchanged, original) = bits.weakCompareExchange(expected: old, desired: new, ordering: .relaxed)
      if exchanged { return }
      old = original
    }
  }
}
