internal import Synchronization

/// How values are spread: a count for each bucket, their sum and their number.
public final class Histogram: Instrument {
  /// From a millisecond to ten seconds, for the time requests and batches take.
  public static let secondsBounds: [Double] = [
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
  ]

  private let bounds: [Double]
  /// One for each bound, and one for what is above all; not cumulative.
  private let counts: [Counter]
  private let sum = Atomic<UInt64>(0)

  init(bounds: [Double]) {
    precondition(!bounds.isEmpty && bounds.allSatisfy(\.isFinite), "a histogram has finite bounds")
    precondition(zip(bounds, bounds.dropFirst()).allSatisfy(<), "a histogram's bounds grow")
    self.bounds = bounds
    counts = (0...bounds.count).map { _ in Counter() }
  }

  public func observe(_ value: Double) {
    let bucket = bounds.firstIndex { value <= $0 } ?? bounds.count
    counts[bucket].increment()
    AtomicSum.add(value, to: sum)
  }

  public func observe(_ duration: Duration) {
    let (seconds, attoseconds) = duration.components
    observe(Double(seconds) + Double(attoseconds) * 1e-18)
  }

  public var count: UInt64 { counts.reduce(0) { $0 &+ $1.value } }

  func write(name: String, labels: String, to text: inout String) {
    let separator = labels.isEmpty ? "" : ","
    var cumulative: UInt64 = 0
    for (bound, count) in zip(bounds + [.infinity], counts) {
      cumulative &+= count.value
      text += "\(name)_bucket{\(labels)\(separator)le=\"\(LabelText.number(bound))\"} \(cumulative)\n"
    }
    let total = Double(bitPattern: sum.load(ordering: .relaxed))
    text += "\(name)_sum\(LabelText.braced(labels)) \(LabelText.number(total))\n"
    text += "\(name)_count\(LabelText.braced(labels)) \(cumulative)\n"
  }
}
