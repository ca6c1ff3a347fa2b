/// Finds what happened on the road in a stream of sensor readings. A pure machine: the same readings, the same
/// findings.
///
/// A finding comes late, because the GPS speed after the event decides whether it is believed: 2.5 s after the event
/// ends (`mergeGap`), at most 3.5 s where GPS fell silent.
public struct RoadEventDetector: Sendable {
  /// How long after the end of its interval a missing fix is waited for.
  static let fixGrace = Timestamp.Span.milliseconds(1_500)
  /// A stream that goes back further than this had its clock set; less is disorder, and such readings are passed over.
  static let clockStep = Timestamp.Span.seconds(5)
  /// Without samples for this long the accelerometer counts as absent, and the GPS speed speaks alone.
  static let motionSilence = Timestamp.Span.milliseconds(2_500)

  public let configuration: RoadEventConfiguration
  /// Readings passed over: not plausible, or not later than the one of their kind before.
  public private(set) var passedOver: UInt64 = 0
  /// How often the clock went back.
  public private(set) var clockSteps: UInt64 = 0

  var fixes = FixHistory()
  var scores = AnticipationHistory()
  var rate = SampleRate()
  var mount = MountCalibration()
  private var sustained: MotionWindow
  private var blow: MotionWindow
  private var shock: MotionWindow
  private var slope = SpeedSlope()
  var trackers: Trackers
  private var swerving: SwerveDetector
  var nearMiss: NearMissDetector
  private var latest: Timestamp?
  private var advanced = Timestamp.distantPast
  private var lastFix: Timestamp?
  private var lastMotion: Timestamp?
  private var lastScore: Timestamp?

  /// One for each kind that is a level over a threshold.
  struct Trackers: Sendable {
    var braking: ExcursionTracker
    var speedBraking: ExcursionTracker
    var acceleration: ExcursionTracker
    var cornering: ExcursionTracker
    var impact: ExcursionTracker
    var roughRoad: ExcursionTracker
    var swerves: [Excursion] = []

    init(_ configuration: RoadEventConfiguration) {
      func tracker(_ threshold: Acceleration) -> ExcursionTracker {
        ExcursionTracker(
          threshold: threshold.g, mergeGap: configuration.mergeGap, longest: configuration.longestEvent)
      }
      braking = tracker(configuration.braking.threshold)
      speedBraking = tracker(configuration.braking.threshold)
      acceleration = tracker(configuration.acceleration.threshold)
      cornering = tracker(configuration.cornering.threshold)
      impact = tracker(configuration.impact.threshold)
      roughRoad = tracker(configuration.roughRoad.threshold)
    }
  }

  public init(_ configuration: RoadEventConfiguration = .init()) {
    self.configuration = configuration
    sustained = MotionWindow(span: configuration.braking.sustained)
    blow = MotionWindow(span: configuration.impact.window)
    shock = MotionWindow(span: configuration.roughRoad.window)
    trackers = Trackers(configuration)
    swerving = SwerveDetector(configuration.swerving)
    nearMiss = NearMissDetector(configuration.nearMiss)
  }

  /// Takes the next reading; returns what it decides, which happened seconds earlier.
  public mutating func absorb(_ reading: SensorReading) -> [RoadFinding] {
    guard reading.isPlausible else {
      passedOver += 1
      return []
    }
    if case .recordingStarted = reading { return restart() }
    var findings: [RoadFinding] = []
    if let latest, latest - reading.time > Self.clockStep {
      clockSteps += 1
      findings = restart()
    }
    route(reading)
    latest = max(latest ?? reading.time, reading.time)
    return findings + settle(isFinal: false)
  }

  /// Event time has reached `now`, in the sensors' own clock, even if no reading says so: what waits for a silent GPS
  /// is decided.
  public mutating func advance(to now: Timestamp) -> [RoadFinding] {
    guard latest != nil else { return [] }
    // Apart from `latest`: a caller's clock that runs ahead must not make the next reading look like a step back.
    advanced = now
    return settle(isFinal: false)
  }

  /// The stream is over: decides everything with what is known.
  public mutating func finish() -> [RoadFinding] { settle(isFinal: true) }

  /// Forgets everything but the counters: what follows is another recording, perhaps another mount.
  private mutating func restart() -> [RoadFinding] {
    let findings = finish()
    var fresh = RoadEventDetector(configuration)
    fresh.passedOver = passedOver
    fresh.clockSteps = clockSteps
    self = fresh
    return findings
  }

  private mutating func route(_ reading: SensorReading) {
    switch reading {
    case .fix(let fix):
      guard Self.isLater(fix.time, than: &lastFix) else { return passOver() }
      mount.absorb(fix, rate: rate.perSecond)
      fixes.absorb(fix)
      if let point = slope.absorb(fix), isWithoutMotion(at: fix.time) {
        trackers.speedBraking.absorb(
          point.level, at: point.time, AxisMeans(forward: -point.level), width: SpeedSlope.shortest)
      }
    case .motion(let sample):
      guard Self.isLater(sample.time, than: &lastMotion) else { return passOver() }
      absorb(sample)
    case .anticipation(let score):
      guard Self.isLater(score.time, than: &lastScore) else { return passOver() }
      scores.absorb(score)
      nearMiss.absorb(score)
    case .recordingStarted:
      return
    }
  }

  /// Notes the time; false for a repetition or a step back within the disorder.
  private static func isLater(_ time: Timestamp, than last: inout Timestamp?) -> Bool {
    if let before = last, time <= before { return false }
    last = time
    return true
  }

  private mutating func passOver() { passedOver += 1 }

  private func isWithoutMotion(at time: Timestamp) -> Bool {
    guard let lastMotion else { return true }
    return time - lastMotion > Self.motionSilence
  }

  private mutating func absorb(_ raw: MotionSample) {
    rate.absorb(raw.time)
    mount.absorb(raw)
    let sample = mount.level(raw)
    sustained.absorb(sample)
    blow.absorb(sample)
    shock.absorb(sample)
    guard let perSecond = rate.perSecond else { return }
    let width = rate.interval
    if sustained.isFilled(at: perSecond) {
      let axes = AxisMeans(sustained)
      let time = sustained.centre
      let span = configuration.braking.sustained
      trackers.braking.absorb(-axes.forward, at: time, axes, width: min(width, span))
      trackers.acceleration.absorb(axes.forward, at: time, axes, width: min(width, span))
      trackers.cornering.absorb(abs(axes.right), at: time, axes, width: min(width, span))
      if perSecond >= configuration.swerving.leastRate, mount.isCalibratedAcross,
        let swerve = swerving.absorb(axes, at: time, speed: fixes.recentSpeed(at: time)),
        trackers.swerves.count < ExcursionTracker.waitingLimit
      {
        trackers.swerves.append(swerve)
      }
    }
    if blow.isFilled(at: perSecond) {
      let axes = AxisMeans(blow)
      let level = (axes.forward * axes.forward + axes.right * axes.right).squareRoot()
      trackers.impact.absorb(level, at: blow.centre, axes, width: min(width, configuration.impact.window))
    }
    if perSecond >= configuration.roughRoad.leastRate, shock.isFilled(at: perSecond) {
      let axes = AxisMeans(shock)
      trackers.roughRoad.absorb(
        abs(axes.up), at: shock.centre, axes, width: min(width, configuration.roughRoad.window))
    }
  }

  /// Decides what is ripe.
  private mutating func settle(isFinal: Bool) -> [RoadFinding] {
    guard let latest else { return [] }
    let now = max(latest, advanced)
    func ripe(_ tracker: inout ExcursionTracker, margin: Timestamp.Span) -> [Excursion] {
      if tracker.isIdle { return [] }
      if isFinal { return tracker.takeAll() }
      let fix = lastFix ?? .distantPast
      return tracker.take(at: now) { $0.end + margin <= fix || $0.end + margin + Self.fixGrace <= now }
    }
    var findings: [RoadFinding] = []
    // Impacts first: an impact takes the near miss before it, and the shock of the road beneath it.
    let impacts = ripe(&trackers.impact, margin: configuration.impact.confirmationMargin)
    for impact in impacts { findings.append(judgeImpact(impact)) }
    for found in findings { noteImpact(found) }
    let braking = configuration.braking.confirmationMargin
    findings += ripe(&trackers.braking, margin: braking).map { judgeBraking($0, isMeasured: true) }
    findings += ripe(&trackers.speedBraking, margin: braking).map { judgeBraking($0, isMeasured: false) }
    findings += ripe(&trackers.acceleration, margin: configuration.acceleration.confirmationMargin)
      .map { judgeAcceleration($0) }
    findings += ripe(&trackers.cornering, margin: configuration.cornering.confirmationMargin).map { judgeCornering($0) }
    findings += ripe(&trackers.roughRoad, margin: .seconds(1)).map { judgeRoughRoad($0) }
    if !trackers.swerves.isEmpty {
      findings += trackers.swerves.map { judgeSwerve($0) }
      trackers.swerves.removeAll()
    }
    findings += nearMiss.take(at: now, isFinal: isFinal).map { judgeNearMiss($0) }
    return findings
  }

  private mutating func noteImpact(_ finding: RoadFinding) {
    guard case .event(let event) = finding else { return }
    nearMiss.noteImpact(from: event.time, to: event.time + event.duration)
  }
}

extension AxisMeans {
  init(_ window: MotionWindow) {
    let mean = window.mean
    self.init(forward: mean.forward, right: mean.right, up: mean.up)
  }
}
