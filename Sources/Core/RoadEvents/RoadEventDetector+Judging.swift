/// What is believed, and what GPS says against it.
extension RoadEventDetector {
  func judgeBraking(_ excursion: Excursion, isMeasured: Bool) -> RoadFinding {
    let rule = configuration.braking
    let change = fixes.largestChange(
      from: excursion.start - rule.confirmationMargin, to: excursion.end + rule.confirmationMargin,
      around: excursion.peakTime, falling: true)
    let drop = change.map { $0.before.metersPerSecond - $0.after.metersPerSecond }
    var event = describe(.hardBraking, excursion, isConfirmed: drop != nil, isMeasured: isMeasured)
    if let change { (event.speedBefore, event.speedAfter) = (change.before, change.after) }
    guard let drop else { return unconfirmed(event) }
    guard drop >= rule.confirmingDrop.metersPerSecond else {
      return .withheld(event, reason: .contradictedByGPS)
    }
    // A receiver that loses the sky for a second reports a fall and a rise no car can make.
    if !isMeasured, springsBack(excursion, drop: drop) { return .withheld(event, reason: .contradictedByGPS) }
    return .event(event)
  }

  /// True when three quarters of the drop came back right after it: faster than any car accelerates.
  private func springsBack(_ excursion: Excursion, drop: Float) -> Bool {
    guard
      let rise = fixes.largestChange(
        from: excursion.end, to: excursion.end + configuration.braking.confirmationMargin,
        around: excursion.end + .seconds(1), falling: false)
    else { return false }
    return rise.after.metersPerSecond - rise.before.metersPerSecond >= 0.75 * drop
  }

  func judgeAcceleration(_ excursion: Excursion) -> RoadFinding {
    let rule = configuration.acceleration
    let change = fixes.largestChange(
      from: excursion.start - rule.confirmationMargin, to: excursion.end + rule.confirmationMargin,
      around: excursion.peakTime, falling: false)
    var event = describe(.hardAcceleration, excursion, isConfirmed: change != nil)
    guard let change else { return unconfirmed(event) }
    (event.speedBefore, event.speedAfter) = (change.before, change.after)
    let gain = change.after.metersPerSecond - change.before.metersPerSecond
    return gain >= rule.confirmingGain.metersPerSecond
      ? .event(event) : .withheld(event, reason: .contradictedByGPS)
  }

  func judgeCornering(_ excursion: Excursion) -> RoadFinding {
    let rule = configuration.cornering
    let turn = fixes.largestTurn(
      from: excursion.start - rule.confirmationMargin, to: excursion.end + rule.confirmationMargin, leastSpeed: 1)
    let event = describe(.hardCornering, excursion, isConfirmed: turn != nil)
    guard let turn else { return unconfirmed(event) }
    return turn >= rule.confirmingTurn ? .event(event) : .withheld(event, reason: .contradictedByGPS)
  }

  func judgeImpact(_ excursion: Excursion) -> RoadFinding {
    let rule = configuration.impact
    let start = excursion.start - rule.confirmationMargin
    let end = excursion.end + rule.confirmationMargin
    let fall = fixes.largestChange(from: start, to: end, around: excursion.peakTime, falling: true)
    let rise = fixes.largestChange(from: start, to: end, around: excursion.peakTime, falling: false)
    var event = describe(.impact, excursion, isConfirmed: fall != nil)
    guard let fall, let rise else { return unconfirmed(event) }
    (event.speedBefore, event.speedAfter) = (fall.before, fall.after)
    let change = max(
      fall.before.metersPerSecond - fall.after.metersPerSecond, rise.after.metersPerSecond - rise.before.metersPerSecond
    )
    // A blow from the side leaves the speed along the road as it was; a camera at one sample a second cannot tell it
    // from a hand on the mount, and needs the speed to agree whatever its direction.
    let isSideways = abs(event.peaks.lateral.g) >= event.peaks.deceleration.g
    let needsChange = !isSideways || (rate.perSecond ?? 0) < rule.leastRate
    guard !needsChange || change >= rule.confirmingChange.metersPerSecond else {
      return .withheld(event, reason: .contradictedByGPS)
    }
    return .event(event)
  }

  func judgeRoughRoad(_ excursion: Excursion) -> RoadFinding {
    let event = describe(.roughRoad, excursion, isConfirmed: fixes.speed(at: excursion.peakTime) != nil)
    guard let speed = event.speedBefore else { return .withheld(event, reason: .unconfirmedByGPS) }
    return speed >= configuration.roughRoad.leastSpeed ? .event(event) : .withheld(event, reason: .contradictedByGPS)
  }

  func judgeSwerve(_ excursion: Excursion) -> RoadFinding {
    .event(describe(.swerving, excursion, isConfirmed: fixes.speed(at: excursion.peakTime) != nil))
  }

  func judgeNearMiss(_ danger: NearMissDetector.Danger) -> RoadFinding {
    let excursion = Excursion(
      start: danger.start, end: danger.end, peakTime: danger.peakTime, peakLevel: danger.peak,
      peaks: .init(deceleration: .g(0), lateral: .g(0), vertical: .g(0)), duration: danger.end - danger.start)
    var event = describe(.nearMiss, excursion, isConfirmed: false, isMeasured: false)
    event.anticipation = .init(
      probability: danger.peak, leadTimeSeconds: Float((danger.peakTime - danger.start).seconds))
    guard let speed = event.speedBefore else { return .withheld(event, reason: .unconfirmedByGPS) }
    event.quality = .fair
    return speed >= configuration.nearMiss.leastSpeed ? .event(event) : .withheld(event, reason: .contradictedByGPS)
  }

  /// Without GPS a calibrated accelerometer at full rate is believed, at "fair"; anything less is not.
  private func unconfirmed(_ event: RoadEvent) -> RoadFinding {
    event.quality == .fair ? .event(event) : .withheld(event, reason: .unconfirmedByGPS)
  }

  private func describe(
    _ kind: IncidentKind, _ excursion: Excursion, isConfirmed: Bool, isMeasured: Bool = true
  ) -> RoadEvent {
    RoadEvent(
      kind: kind, time: excursion.peakTime, duration: excursion.duration, peaks: excursion.peaks,
      isMeasured: isMeasured, speedBefore: fixes.speed(at: excursion.start),
      speedAfter: fixes.speed(at: excursion.end),
      anticipation: scores.highest(
        from: excursion.start - .seconds(5), to: excursion.end + .seconds(1),
        threshold: configuration.nearMiss.threshold),
      place: fixes.place(at: excursion.peakTime), quality: quality(isConfirmed: isConfirmed, isMeasured: isMeasured))
  }

  /// See `SensorQuality`: good with all three of rate, calibration, confirmation; fair with one missing; else poor.
  private func quality(isConfirmed: Bool, isMeasured: Bool) -> SensorQuality {
    let perSecond = rate.perSecond ?? 0
    guard isMeasured, perSecond >= 5 else { return .poor }
    switch [perSecond >= 25, mount.isCalibrated, isConfirmed].filter(\.self).count {
    case 3: return .good
    case 2: return .fair
    default: return .poor
    }
  }
}
