/// The mean of the accelerometer over the last moments: a boxcar filter on time, not on a count of samples.
struct MotionWindow: Sendable {
  /// More samples than any camera gives in a second; the oldest leave first.
  static let capacity = 4_096

  private let span: Timestamp.Span
  private var samples: [MotionSample] = []
  private var head = 0
  // Running sums in Double: the samples are Float, so a sum of 10⁸ of them stays exact to 1e-7 g.
  private var forward = 0.0
  private var right = 0.0
  private var up = 0.0

  init(span: Timestamp.Span) { self.span = span }

  var count: Int { samples.count - head }

  mutating func absorb(_ sample: MotionSample) {
    samples.append(sample)
    add(sample, sign: 1)
    while head < samples.count - 1, sample.time - samples[head].time >= span || count > Self.capacity {
      add(samples[head], sign: -1)
      head += 1
    }
    guard head > 64, head * 2 > samples.count else { return }
    samples.removeFirst(head)
    head = 0
  }

  private mutating func add(_ sample: MotionSample, sign: Double) {
    forward += sign * Double(sample.forward.g)
    right += sign * Double(sample.right.g)
    up += sign * Double(sample.up.g)
  }

  /// The middle of the window: a boxcar delays by half of its length, and the peak is reported where it was.
  var centre: Timestamp {
    guard let first = samples[head...].first, let last = samples.last else { return .distantPast }
    return first.time + .milliseconds((last.time - first.time).milliseconds / 2)
  }

  var mean: (forward: Float, right: Float, up: Float) {
    guard count > 0 else { return (0, 0, 0) }
    let scale = 1 / Double(count)
    return (Float(forward * scale), Float(right * scale), Float(up * scale))
  }

  /// True when the window holds four fifths of the samples it should: after an interruption a single sample is no mean.
  func isFilled(at rate: Double) -> Bool { Double(count) >= min(0.8 * span.seconds * rate, Double(Self.capacity)) }
}
