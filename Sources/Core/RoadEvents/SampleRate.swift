/// Estimates how often a sensor speaks, so that one detector serves 1 Hz recorders and 100 Hz cameras.
struct SampleRate: Sendable {
  /// A longer silence is an interruption, not a slow sensor.
  static let longestInterval = Timestamp.Span.seconds(5)

  private var last: Timestamp?
  private var mean: Double?

  /// Samples a second; nil before the second sample.
  var perSecond: Double? { mean.map { 1 / $0 } }

  /// Of the last intervals, about ten of them; zero when unknown.
  var interval: Timestamp.Span { .milliseconds(Int64(((mean ?? 0) * 1000).rounded())) }

  mutating func absorb(_ time: Timestamp) {
    defer { last = time }
    guard let last, time > last else { return }
    let interval = time - last
    guard interval <= Self.longestInterval else {
      mean = nil
      return
    }
    mean = mean.map { $0 + 0.1 * (interval.seconds - $0) } ?? interval.seconds
  }
}
