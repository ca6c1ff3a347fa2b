public import Core

/// Shows what the agent would make of a recording: what it notices, what would leave the car with every field, and
/// what is withheld and why. Sends and stores nothing.
///
///     let reader = try RecordingReader(path: path)
///     var inspection = Inspection(hash: hash)
///     while case let batch = try reader.read(), !batch.isEmpty {
///       for line in inspection.absorb(batch.map(\.reading)) { print(encoded(line)) }
///     }
///     for line in inspection.finish() { print(encoded(line)) }
public struct Inspection: Sendable {
  private var machine: AgentMachine
  private var summary = InspectionSummary()
  private var isDriving = false

  /// - Parameters:
  ///   - consent: whether to show what leaves with a live consent (the default) or without.
  ///   - hash: the device's secret; one that gives nil shows the trip ends without their displacement.
  public init(_ configuration: AgentConfiguration = .init(), consent: Bool = true, hash: @escaping KeyedHash) {
    let vehicle = RecordID(high: 0, low: 0)
    var state = ConsentState(vehicleID: vehicle)
    if consent {
      state.absorb(
        AccountEvent(
          accountID: vehicle, time: .distantPast,
          content: .consentGranted(scope: .hazardNetwork, textVersion: "assumed", vehicleID: vehicle)))
    }
    machine = AgentMachine(configuration, consent: state, hash: hash)
  }

  public mutating func absorb(_ readings: some Sequence<SensorReading>) -> [InspectionLine] {
    var lines: [InspectionLine] = []
    for reading in readings {
      summary.readings += 1
      lines += show(machine.absorb(reading))
    }
    return lines
  }

  /// The rest, and the summary.
  public mutating func finish() -> [InspectionLine] {
    let lines = show(machine.finish())
    summary.passedOver = machine.passedOver
    return lines + [.summary(summary)]
  }

  private mutating func show(_ effects: [AgentEffect]) -> [InspectionLine] {
    var lines: [InspectionLine] = []
    var incident: RoadEvent?
    for effect in effects {
      switch effect {
      case .drive(.started(let position, let time)):
        summary.drives += 1
        isDriving = true
        lines.append(.driveStarted(drive: summary.drives, time: time, position: position))
      case .drive(.ended(let end, _, let time)):
        isDriving = false
        summary.distance = .meters(summary.distance.meters + end.distance.meters)
        lines.append(.driveEnded(drive: summary.drives, time: time, end: end))
      case .incident(let event):
        summary.incidents[event.kind.name, default: 0] += 1
        incident = event
      case .sighting(let draft):
        summary.sightings[draft.kind.name, default: 0] += 1
        // The machine gives the incident right before its sighting.
        guard let incident else { continue }
        lines.append(.event(drive: currentDrive, incident, leaves: draft, withheld: nil))
      case .exposure:
        summary.exposures += 1
      case .archive(let entry):
        summary.archive[entry.name, default: 0] += 1
      case .withheld(let event, let reason):
        summary.withheld[reason.rawValue, default: 0] += 1
        lines.append(.event(drive: currentDrive, event, leaves: nil, withheld: reason))
      }
    }
    return lines
  }

  private var currentDrive: Int? { isDriving ? summary.drives : nil }
}
