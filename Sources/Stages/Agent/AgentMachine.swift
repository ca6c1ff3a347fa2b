public import Core

/// The camera's decisions: what happened, and what may leave the car. A pure machine: no clock, no input or output.
/// With the same account events at the same places, the same readings give the same effects, so a recording can be
/// read again after a crash.
public struct AgentMachine: Sendable {
  public private(set) var consent: ConsentState
  private var events: RoadEventDetector
  private var drives: DriveCutter
  /// The same stream cut at every stay, for what must not leave the car.
  private var stays: DriveCutter
  private var log = DriveLog()
  private var policy: SightingPolicy
  private var exposures: ExposurePolicy
  private let sharesPasses: Bool

  /// - Parameter hash: the device's secret, for the places of trip ends.
  public init(_ configuration: AgentConfiguration = .init(), consent: ConsentState, hash: @escaping KeyedHash) {
    self.consent = consent
    events = RoadEventDetector(configuration.events)
    drives = DriveCutter(configuration.drives)
    var stay = configuration.drives
    stay.longestStop = configuration.policy.stay
    stays = DriveCutter(stay)
    policy = SightingPolicy(configuration.policy, hash: hash)
    sharesPasses = configuration.sharesPasses
    exposures = ExposurePolicy(configuration.policy, hash: hash)
  }

  /// Readings that meant nothing: impossible values, repetitions, steps back.
  public var passedOver: UInt64 { events.passedOver }

  /// What the archive must say if nothing more is ever heard of the drive that is on; nil while none is.
  public var interruption: DriveEntry? {
    guard let drive = log.current, let (end, time) = drives.interruption else { return nil }
    return DriveEntry(drive: drive, time: time, content: .ended(end))
  }

  public mutating func absorb(_ reading: SensorReading) -> [AgentEffect] {
    // Findings first: they belong to the drive before a transition that the same reading brings.
    let findings = events.absorb(reading)
    let effects = findings.flatMap { judge($0) } + drives.absorb(reading).map { .drive($0) }
    follow(stays.absorb(reading))
    if case .fix(let fix) = reading, reading.isPlausible { exposures.absorb(fix) }
    return effects + log.absorb(reading, effects).map { .archive($0) } + release(at: reading.time)
  }

  public mutating func absorb(_ readings: some Sequence<SensorReading>) -> [AgentEffect] {
    var effects: [AgentEffect] = []
    for reading in readings { effects += absorb(reading) }
    return effects
  }

  /// A withdrawn consent stops the very next sighting.
  public mutating func absorb(_ event: AccountEvent) { consent.absorb(event) }

  /// Event time has reached `now`, in the clock of the sensors, whether or not one spoke. For a live camera; a
  /// recording brings its own time.
  public mutating func advance(to now: Timestamp) -> [AgentEffect] {
    let findings = events.advance(to: now)
    let effects = findings.flatMap { judge($0) } + drives.advance(to: now).map { .drive($0) }
    follow(stays.advance(to: now))
    return effects + log.absorb(effects, now: now).map { .archive($0) } + release(at: now)
  }

  /// The input is over.
  public mutating func finish() -> [AgentEffect] {
    let findings = events.finish()
    let effects = findings.flatMap { judge($0) } + drives.finish().map { .drive($0) }
    follow(stays.finish())
    return effects + log.absorb(effects).map { .archive($0) } + release(at: .distantPast)
  }

  private mutating func judge(_ finding: RoadFinding) -> [AgentEffect] {
    switch finding {
    case .withheld(let event, let reason):
      return [.withheld(event, reason: reason)]
    case .event(let event):
      if event.kind == .hardBraking { exposures.noteBraking(at: event.time) }
      switch policy.decide(event, consent: consent.isLive(.hazardNetwork)) {
      case .release(let draft): return [.incident(event), .sighting(draft)]
      case .withhold(let reason): return [.incident(event), .withheld(event, reason: reason)]
      }
    }
  }

  private mutating func follow(_ transitions: [DriveTransition]) {
    for transition in transitions {
      policy.absorb(transition)
      exposures.absorb(transition)
    }
  }

  private mutating func release(at now: Timestamp) -> [AgentEffect] {
    exposures.release(at: now, consent: sharesPasses && consent.isLive(.hazardNetwork)).map { .exposure($0) }
  }
}
