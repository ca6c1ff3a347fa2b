import Core

/// What the driver does with the pedals, 25 times a second.
extension TownVehicle {
  /// m/s².
  private static let strongestComfort = 2.1
  private static let speedingUp = 1.5
  /// Seconds within which a driver closes a difference in speed, and looks ahead.
  private static let anticipation = 0.6
  /// Seconds in which the pedal follows the mind.
  private static let pedalLag = 0.2
  /// Seconds that one stands at a stop sign.
  private static let stopSignWait = 1.6
  /// Metres before a hazard at which one who saw it in time is slow, and after which all speed up.
  private static let slowBefore = 15.0
  private static let slowAfter = 18.0
  /// The share of the limit at which hazards are passed.
  private static let passingShare = 0.38
  /// Metres within which a warning is heeded, and the share of the limit then.
  private static let warningReach = 260.0
  private static let warnedShare = 0.55

  /// One step of `seconds`. `elapsed` is the demo's time at its end.
  mutating func drive(seconds: Double, at elapsed: Timestamp.Span, town: SyntheticTown, hazards: [TownHazard]) {
    lookOut(at: elapsed, hazards: hazards)
    considerEverydayBraking(seconds: seconds)
    let before = speed
    if let felt = braking?.next(seconds: seconds), speed > HardBrake.leastSpeed {
      acceleration = felt
    } else {
      braking = nil
      let wanted = comfortableAcceleration(at: elapsed, seconds: seconds)
      // Letting go of the brake is quick; everything else follows with the pedal's lag.
      let pedal = acceleration < -Self.strongestComfort ? 1 : min(1, seconds / Self.pedalLag)
      acceleration += (wanted - acceleration) * pedal
    }
    speed = max(0, before + acceleration * seconds)
    acceleration = (speed - before) / seconds
    distance += (before + speed) / 2 * seconds
    moveCursor()
    if route.end - distance < Self.routeAhead / 2 { lengthenRoute(town: town, hazards: hazards) }
  }

  private func comfort(at place: Double) -> Double {
    var index = cursor
    while index + 1 < route.samples.count, route.samples[index + 1].distance <= place { index += 1 }
    return route.samples[index].comfort
  }

  private mutating func comfortableAcceleration(at elapsed: Timestamp.Span, seconds: Double) -> Double {
    let lookAhead = distance + speed * Self.anticipation
    var allowed = min(comfort(at: lookAhead) * pace, warnedSpeed)
    allowed = min(allowed, speedForStops(lookAhead, at: elapsed, seconds: seconds))
    allowed = min(allowed, speedForHazard(lookAhead))
    if speed > allowed {
      return max(-Self.strongestComfort, (allowed - speed) / Self.anticipation)
    }
    return min(Self.speedingUp, (allowed - speed) / Self.anticipation)
  }

  // MARK: Signals and stop signs

  private mutating func speedForStops(_ lookAhead: Double, at elapsed: Timestamp.Span, seconds: Double) -> Double {
    let horizon = distance + speed * speed / (2 * RouteProfile.plannedBraking) + 30
    for mark in route.marks {
      if mark.distance < distance { continue }
      if mark.distance > horizon { break }
      switch mark.kind {
      case .hazard: continue
      case .stopSign:
        guard mark.distance > passedStopSign else { continue }
        if speed < 0.4, mark.distance - distance < 3 {
          waited += seconds
          if waited >= Self.stopSignWait {
            waited = 0
            passedStopSign = mark.distance
            continue
          }
        }
      case .signal(let offset, let crossing):
        let isGreen = TrafficSignal.isGreen(offset: offset, crossing: crossing, atSecond: elapsed.seconds)
        // Amber: who cannot stop in comfort any more drives on.
        let cannotStop = speed * speed > 2 * Self.strongestComfort * (mark.distance - distance)
        if isGreen || (cannotStop && speed > 1) { continue }
      }
      let left = mark.distance - 1 - lookAhead
      return left > 0 ? (2 * RouteProfile.plannedBraking * left).squareRoot() : 0
    }
    return .infinity
  }

  // MARK: Hazards and alerts

  /// Decides once for each pass, when the hazard comes within sight, what will happen.
  private mutating func lookOut(at elapsed: Timestamp.Span, hazards: [TownHazard]) {
    if let met = encounter {
      if distance > met.distance + Self.slowAfter { encounter = nil } else { react(to: met) }
      return
    }
    for mark in route.marks where mark.distance >= distance {
      if mark.distance > distance + Self.warningReach { break }
      guard case .hazard(let index) = mark.kind, hazards[index].isThere(at: elapsed) else { continue }
      let isWarned = warnings.contains { ($0.place - point).length < Self.warningReach + 100 }
      encounter = HazardEncounter(
        kind: hazards[index].kind, distance: mark.distance,
        brakesHard: !isWarned && randomness.chance(TownHazard.brakingShare), reaction: randomness.between(34, 58))
      return
    }
  }

  private mutating func react(to met: HazardEncounter) {
    guard !met.hasReacted else { return }
    if met.kind == .pothole {
      guard distance >= met.distance else { return }
      encounter?.hasReacted = true
      // The faster, the harder: about 1 g at 50 km/h.
      if speed > 3 { sensors.jolt(peakG: randomness.between(0.8, 1.2) * speed / 13.9) }
    } else if met.brakesHard, distance >= met.distance - met.reaction {
      encounter?.hasReacted = true
      sensors.alarm()
      braking = HardBrake(peakG: randomness.between(0.37, 0.6), duration: randomness.between(1.3, 1.8))
    }
  }

  private func speedForHazard(_ lookAhead: Double) -> Double {
    // A pothole is not seen, and a driver who will brake hard has not looked up yet.
    guard let met = encounter, met.kind != .pothole, met.hasReacted || !met.brakesHard else { return .infinity }
    let passing = max(4, now.speedLimit * Self.passingShare)
    let left = max(0, met.distance - Self.slowBefore - lookAhead)
    return (passing * passing + 2 * RouteProfile.plannedBraking * left).squareRoot()
  }

  mutating func warn(about place: PlanePoint, until: Timestamp.Span) {
    warnings.removeAll { ($0.place - place).length < 1 }
    if warnings.count >= Self.warningsKept { warnings.removeFirst() }
    warnings.append(Warning(place: place, until: until))
  }

  /// Once a second: is one of the warnings ahead and near?
  mutating func heedWarnings(at elapsed: Timestamp.Span) {
    guard !warnings.isEmpty else {
      warnedSpeed = .infinity
      return
    }
    warnings.removeAll { $0.until < elapsed }
    let isNear = warnings.contains { warning in
      let there = warning.place - point
      return there.length < Self.warningReach && there.dot(now.direction) > -Self.slowAfter
    }
    warnedSpeed = isNear ? max(7, now.speedLimit * Self.warnedShare) : .infinity
  }

  private mutating func considerEverydayBraking(seconds: Double) {
    guard braking == nil, speed > Self.everydayBrakingSpeed else { return }
    guard randomness.chance(Self.everydayBrakingPerMeter * speed * seconds) else { return }
    sensors.alarm()
    braking = HardBrake(peakG: randomness.between(0.36, 0.5), duration: randomness.between(0.9, 1.5))
  }
}
