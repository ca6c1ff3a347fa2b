/// The fixes of the last half minute: what a finding is checked against, and where it is put.
struct FixHistory: Sendable {
  static let span = Timestamp.Span.seconds(30)
  static let capacity = 512
  /// A speed this far from the instant asked for says nothing about it.
  static let nearEnough = Timestamp.Span.seconds(2)

  private var fixes: [PositionFix] = []

  var latest: PositionFix? { fixes.last }

  mutating func absorb(_ fix: PositionFix) {
    let expired = fixes.prefix { fix.time - $0.time > Self.span }
    fixes.removeFirst(max(expired.count, fixes.count + 1 - Self.capacity))
    fixes.append(fix)
  }

  mutating func removeAll() { fixes.removeAll(keepingCapacity: true) }

  /// The largest fall (or rise) of the speed between an earlier and a later fix of the interval; nil when the interval
  /// holds no speed on one side of `middle`, so that nothing can be said.
  func largestChange(
    from start: Timestamp, to end: Timestamp, around middle: Timestamp, falling: Bool
  ) -> (before: Speed, after: Speed)? {
    let speeds = fixes.filter { $0.time >= start && $0.time <= end && $0.speed != nil }
    guard let first = speeds.first, let last = speeds.last, first.time <= middle, last.time >= middle,
      first.time < last.time
    else { return nil }
    let sign: Float = falling ? 1 : -1
    var extreme = first.speed?.metersPerSecond ?? 0
    var best = (before: extreme, after: extreme)
    for case let speed? in speeds.map({ $0.speed?.metersPerSecond }) {
      if sign * (speed - extreme) > 0 { extreme = speed }
      if sign * (extreme - speed) > sign * (best.before - best.after) { best = (extreme, speed) }
    }
    return (.metersPerSecond(best.before), .metersPerSecond(best.after))
  }

  /// The largest angle between two courses of the interval while moving, degrees; nil when fewer than two are known.
  func largestTurn(from start: Timestamp, to end: Timestamp, leastSpeed: Float) -> Double? {
    let courses = fixes.filter {
      $0.time >= start && $0.time <= end && ($0.speed?.metersPerSecond ?? 0) >= leastSpeed
    }.compactMap(\.course)
    guard courses.count >= 2 else { return nil }
    // From the first course: an event turns one way, and a pairwise search would cost the square.
    return courses.dropFirst().map { $0.difference(to: courses[0]) }.max()
  }

  /// The speed of the last fix unless it is older than two seconds: for every sample of the accelerometer.
  func recentSpeed(at time: Timestamp) -> Speed? {
    guard let latest, time - latest.time <= Self.nearEnough else { return nil }
    return latest.speed
  }

  /// The speed of the nearest fix within two seconds.
  func speed(at time: Timestamp) -> Speed? {
    fixes.filter { $0.speed != nil && abs(($0.time - time).milliseconds) <= Self.nearEnough.milliseconds }
      .min { abs(($0.time - time).milliseconds) < abs(($1.time - time).milliseconds) }?.speed
  }

  /// Where the car was, between the fixes before and after, each at most two seconds away; from one side alone the
  /// way it may have gone since is added to the accuracy.
  func place(at time: Timestamp) -> RoadEvent.Place? {
    let near = fixes.filter { abs(($0.time - time).milliseconds) <= Self.nearEnough.milliseconds }
    let before = near.last { $0.time <= time }
    let after = near.first { $0.time >= time }
    guard let before, let after else {
      guard let only = before ?? after else { return nil }
      let away = Double(abs((only.time - time).milliseconds)) / 1000
      let drift = away * Double(only.speed?.metersPerSecond ?? 30)
      return RoadEvent.Place(
        position: only.position, course: only.course,
        accuracy: .meters((only.horizontalAccuracy?.meters ?? 0) + drift))
    }
    let span = (after.time - before.time).seconds
    let share = span > 0 ? (time - before.time).seconds / span : 0
    let (east, north) = after.position.offset(from: before.position)
    let accuracies = [before.horizontalAccuracy, after.horizontalAccuracy].compactMap(\.self)
    return RoadEvent.Place(
      position: before.position.moved(east: east * share, north: north * share),
      course: share < 0.5 ? before.course ?? after.course : after.course ?? before.course, accuracy: accuracies.max())
  }
}
