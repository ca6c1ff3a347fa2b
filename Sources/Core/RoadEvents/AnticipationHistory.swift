/// The collision anticipation scores of the last moments.
struct AnticipationHistory: Sendable {
  static let span = Timestamp.Span.seconds(20)
  /// 30 scores a second, the camera's frame rate, over the span.
  static let capacity = 600

  private var scores: [AnticipationScore] = []

  mutating func absorb(_ score: AnticipationScore) {
    let expired = scores.prefix { score.time - $0.time > Self.span }
    scores.removeFirst(max(expired.count, scores.count + 1 - Self.capacity))
    scores.append(score)
  }

  mutating func removeAll() { scores.removeAll(keepingCapacity: true) }

  /// The highest score of the interval, and how long before it the threshold was first passed; nil when no model ran.
  func highest(from start: Timestamp, to end: Timestamp, threshold: Float) -> HazardSighting.Anticipation? {
    let inside = scores.filter { $0.time >= start && $0.time <= end }
    guard let highest = inside.max(by: { $0.probability < $1.probability }) else { return nil }
    let first = inside.first { $0.probability >= threshold && $0.time <= highest.time } ?? highest
    return HazardSighting.Anticipation(
      probability: highest.probability, leadTimeSeconds: Float((highest.time - first.time).seconds))
  }
}
