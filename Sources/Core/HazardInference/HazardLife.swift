/// How a hazard's state follows from the sightings around it, in event time: the same whatever the size of the steps.
///
/// Between two sightings the count of distinct cameras only falls, so the instants at which anything can happen are
/// few: the expiry of the camera that holds the minimum, the end of the cool-down, a refresh, and the sightings
/// themselves.
struct HazardLife {
  struct Pass: BitwiseCopyable {
    var time: Int64
    var camera: UInt64
  }

  enum Change: Hashable {
    case lapses, regains, clears, refreshes
  }

  /// Sightings that speak of the hazard, oldest first.
  private(set) var passes: [Pass] = []
  private var latest: [Pass] = []

  mutating func begin() { passes.removeAll(keepingCapacity: true) }
  mutating func add(_ pass: Pass) { passes.append(pass) }
  mutating func sort() { passes.sort { ($0.time, $0.camera) < ($1.time, $1.camera) } }

  func firstPass(after instant: Int64) -> Int64 { passes.first { $0.time > instant }?.time ?? .max }

  /// Distinct cameras seen in (instant − window, instant].
  mutating func cameras(at instant: Int64, window: Int64) -> Int {
    collectLatest(until: instant)
    return latest.count { $0.time > instant - window }
  }

  /// When the count falls below the minimum if nothing comes after `instant`.
  mutating func lapse(after instant: Int64, minimum: Int, window: Int64) -> Int64 {
    collectLatest(until: instant)
    guard latest.count >= minimum else { return instant }
    latest.sort { $0.time > $1.time }
    return max(instant, latest[minimum - 1].time + window)
  }

  /// What happens next to the hazard after `hazard.decided`, and when; a lapse or clearing that a later sighting
  /// prevents is not reported. Sightings after `horizon` are not looked at: the watermark has not closed them yet.
  mutating func next(of hazard: Hazard, rule: HazardRule, horizon: Int64) -> (Change, at: Int64) {
    let window = rule.window.milliseconds
    var change: Change
    var instant: Int64
    if hazard.state == .clearing {
      change = .clears
      instant = hazard.clearingSince + rule.coolDown.milliseconds
      for pass in passes where pass.time > hazard.decided && pass.time <= min(instant, horizon) {
        if cameras(at: pass.time, window: window) >= rule.minimumCameras {
          return (.regains, pass.time)
        }
      }
      return (change, instant)
    } else {
      change = .lapses
      var from = hazard.decided
      instant = lapse(after: from, minimum: rule.minimumCameras, window: window)
      while let pass = passes.first(where: { $0.time > from }), pass.time <= min(instant, horizon) {
        from = pass.time
        instant = lapse(after: from, minimum: rule.minimumCameras, window: window)
      }
    }
    return hazard.nextRefresh < instant ? (.refreshes, hazard.nextRefresh) : (change, instant)
  }

  /// Of each camera the newest sighting up to `instant`.
  private mutating func collectLatest(until instant: Int64) {
    latest.removeAll(keepingCapacity: true)
    for pass in passes where pass.time <= instant {
      if let known = latest.firstIndex(where: { $0.camera == pass.camera }) {
        latest[known].time = max(latest[known].time, pass.time)
      } else {
        latest.append(pass)
      }
    }
  }
}
