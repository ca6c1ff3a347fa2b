/// One stretch over a threshold.
struct Excursion: Hashable, Sendable {
  var start: Timestamp
  /// Of the last value over the threshold.
  var end: Timestamp
  var peakTime: Timestamp
  var peakLevel: Float
  var peaks: HazardSighting.Peaks
  /// From the first to the last value over the threshold, and what one value stands for.
  var duration: Timestamp.Span

  mutating func include(_ level: Float, at time: Timestamp, _ axes: AxisMeans, width: Timestamp.Span) {
    if level > peakLevel {
      peakLevel = level
      peakTime = time
    }
    end = max(end, time)
    duration = (end - start) + width
    peaks.deceleration = max(peaks.deceleration, .g(max(0, -axes.forward)))
    if abs(axes.right) > abs(peaks.lateral.g) { peaks.lateral = .g(axes.right) }
    if abs(axes.up) > abs(peaks.vertical.g) { peaks.vertical = .g(axes.up) }
  }
}

/// Accelerations in g, in the axes of the road.
struct AxisMeans: Hashable, Sendable {
  var forward: Float = 0
  var right: Float = 0
  var up: Float = 0
}

/// Turns a level that comes and goes into separate excursions.
struct ExcursionTracker: Sendable {
  /// Excursions wait a few seconds for the GPS after them; they cannot become more than a handful.
  static let waitingLimit = 16

  var threshold: Float
  var mergeGap: Timestamp.Span
  var longest: Timestamp.Span
  private var current: Excursion?
  private var waiting: [Excursion] = []

  init(threshold: Float, mergeGap: Timestamp.Span, longest: Timestamp.Span) {
    self.threshold = threshold
    self.mergeGap = mergeGap
    self.longest = longest
  }

  /// True when there is nothing to decide, which is nearly always.
  var isIdle: Bool {
    if case .some = current { return false }
    return waiting.isEmpty
  }

  /// - Parameter width: what one value stands for, at most the length of its window.
  mutating func absorb(_ level: Float, at time: Timestamp, _ axes: AxisMeans, width: Timestamp.Span) {
    guard level >= threshold else { return }
    if let open = current, time - open.end > mergeGap || time - open.start > longest { close() }
    var excursion =
      current
      ?? Excursion(
        start: time, end: time, peakTime: time, peakLevel: level,
        peaks: .init(deceleration: .g(0), lateral: .g(0), vertical: .g(0)), duration: width)
    excursion.include(level, at: time, axes, width: width)
    current = excursion
  }

  private mutating func close() {
    guard let open = current else { return }
    if waiting.count == Self.waitingLimit { waiting.removeFirst() }
    waiting.append(open)
    current = nil
  }

  /// Takes out the excursions that are over and of which `isDecidable` says that the evidence is in.
  mutating func take(at now: Timestamp, where isDecidable: (Excursion) -> Bool) -> [Excursion] {
    if let open = current, now - open.end > mergeGap { close() }
    let ready = waiting.filter(isDecidable)
    waiting.removeAll(where: isDecidable)
    return ready
  }

  /// Takes out everything.
  mutating func takeAll() -> [Excursion] {
    close()
    defer { waiting.removeAll() }
    return waiting
  }
}
