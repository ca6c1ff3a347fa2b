public import Core

/// The camera's decisions: what happened, and what may leave the car. A pure machine: no clock, no input or output.
/// With the same account events at the same places, the same readings give the same effects, so a recording can be
/// read again after a crash.
public struct AgentMachine: Sendable {
  public private(set) var consent: ConsentState
  private var events: RoadEventDetector
  private var drives: DriveCutter
  private var policy: SightingPolicy

  /// - Parameter hash: the device's secret, for the places of trip ends.
  public init(_ configuration: AgentConfiguration = .init(), consent: ConsentState, hash: @escaping KeyedHash) {
    self.consent = consent
    events = RoadEventDetector(configuration.events)
    drives = DriveCutter(configuration.drives)
    policy = SightingPolicy(configuration.policy, hash: hash)
  }

  /// Readings that meant nothing: impossible values, repetitions, steps back.
  public var passedOver: UInt64 { events.passedOver }

  public mutating func absorb(_ reading: SensorReading) -> [AgentEffect] {
    // Findings first: they belong to the drive before a transition that the same reading brings.
    let findings = events.absorb(reading)
    return findings.flatMap { judge($0) } + pass(drives.absorb(reading))
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
    return findings.flatMap { judge($0) } + pass(drives.advance(to: now))
  }

  /// The input is over.
  public mutating func finish() -> [AgentEffect] {
    let findings = events.finish()
    return findings.flatMap { judge($0) } + pass(drives.finish())
  }

  private mutating func judge(_ finding: RoadFinding) -> [AgentEffect] {
    switch finding {
    case .withheld(let event, let reason):
      return [.withheld(event, reason: reason)]
    case .event(let event):
      switch policy.decide(event, consent: consent.isLive(.hazardNetwork)) {
      case .release(let draft): return [.incident(event), .sighting(draft)]
      case .withhold(let reason): return [.incident(event), .withheld(event, reason: reason)]
      }
    }
  }

  private mutating func pass(_ transitions: [DriveTransition]) -> [AgentEffect] {
    for transition in transitions { policy.absorb(transition) }
    return transitions.map { .drive($0) }
  }
}
