/// Recognizes collision anticipation that rose over the threshold and was followed by no impact.
struct NearMissDetector: Sendable {
  /// A model that falls silent ends the danger it last spoke of.
  static let silence = Timestamp.Span.seconds(2)
  /// A score that stays high is reported after this long.
  static let longest = Timestamp.Span.seconds(10)
  static let waitingLimit = 8

  struct Danger: Hashable, Sendable {
    var start: Timestamp
    var end: Timestamp
    var peakTime: Timestamp
    var peak: Float
  }

  let configuration: RoadEventConfiguration.NearMiss
  private var current: Danger?
  /// True from the cut of a long danger until the score is released: it is told once.
  private var isMuted = false
  private var waiting: [Danger] = []

  init(_ configuration: RoadEventConfiguration.NearMiss) { self.configuration = configuration }

  mutating func absorb(_ score: AnticipationScore) {
    closeIfSilent(at: score.time)
    if score.probability < configuration.release {
      close()
      isMuted = false
    }
    guard score.probability >= configuration.threshold || current != nil, !isMuted else { return }
    var danger =
      current ?? Danger(start: score.time, end: score.time, peakTime: score.time, peak: score.probability)
    guard score.probability >= configuration.release else { return }
    danger.end = score.time
    if score.probability > danger.peak {
      danger.peak = score.probability
      danger.peakTime = score.time
    }
    current = danger
    if danger.end - danger.start >= Self.longest {
      close()
      isMuted = true
    }
  }

  /// The car was hit: what was anticipated came true.
  mutating func noteImpact(from start: Timestamp, to end: Timestamp) {
    func cameTrue(_ danger: Danger) -> Bool {
      start <= danger.peakTime + configuration.impactWait && end >= danger.start
    }
    waiting.removeAll(where: cameTrue)
    if let danger = current, cameTrue(danger) {
      current = nil
      isMuted = true
    }
  }

  private mutating func closeIfSilent(at now: Timestamp) {
    guard let danger = current, now - danger.end > Self.silence else { return }
    close()
  }

  private mutating func close() {
    guard let danger = current else { return }
    if waiting.count == Self.waitingLimit { waiting.removeFirst() }
    waiting.append(danger)
    current = nil
  }

  /// Takes out the dangers that are over and after which an impact would have shown by now.
  mutating func take(at now: Timestamp, isFinal: Bool) -> [Danger] {
    closeIfSilent(at: now)
    if isFinal { close() }
    let due = waiting.filter { isFinal || now >= $0.peakTime + configuration.impactWait + .seconds(1) }
    waiting.removeAll { due.contains($0) }
    return due
  }
}
