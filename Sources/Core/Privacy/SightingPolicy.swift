/// Decides which road events leave the car. A pure machine.
public struct SightingPolicy: Sendable {
  public struct Configuration: Hashable, Sendable {
    /// A position less certain than this (one standard deviation) falls on the wrong road. Unknown is let through: the
    /// reader is told that it is unknown.
    public var poorestAccuracy = Distance.meters(30)
    /// nil sends from the very start of a drive.
    public var tripEnd: TripEndZone.Configuration? = TripEndZone.Configuration()
    /// Where the car stood longer than this may be somebody's home: what follows is withheld around it, whether or not
    /// the archive counts it as a new drive.
    public var stay = Timestamp.Span.minutes(5)
    /// Two of a kind this close in time are one, whichever side of a tile's edge their peaks lie.
    public var leastTime = Timestamp.Span.seconds(10)
    /// Two of a kind this close in place are one, as long as `memory` lasts: a camera counts once in a stretch of 100
    /// m.
    public var leastDistance = Distance.meters(100)
    public var memory = Timestamp.Span.minutes(5)
    public init() {}
  }

  public enum Decision: Hashable, Sendable {
    case release(SightingDraft)
    case withhold(WithholdingReason)
  }

  /// Most sightings remembered for `memory`: one in `leastTime`, of each of five kinds, would be 150.
  static let rememberedLimit = 150

  public let configuration: Configuration
  private let hash: KeyedHash
  private var zone: TripEndZone?
  private var remembered: [SightingDraft] = []

  public init(_ configuration: Configuration = .init(), hash: @escaping KeyedHash) {
    self.configuration = configuration
    self.hash = hash
  }

  /// Beginnings and ends of drives between stays, in the order of the stream.
  public mutating func absorb(_ transition: DriveTransition) {
    switch transition {
    case .started(let position, _):
      zone = configuration.tripEnd.map { TripEndZone(around: position, $0, hash: hash) }
    case .ended:
      return
    }
  }

  /// - Parameter consent: whether a consent to the hazard network is live now.
  public mutating func decide(_ event: RoadEvent, consent: Bool) -> Decision {
    guard SightingKind(publishing: event.kind) != nil else { return .withhold(.personalOnly) }
    guard let draft = SightingDraft(event),
      draft.horizontalAccuracy ?? .zero <= configuration.poorestAccuracy
    else { return .withhold(consent ? .poorPosition : .noConsent) }
    // Remembered with and without consent, so that what is decided depends on the readings alone once consent is live:
    // reading a recording again after a crash decides the same.
    let isRepeated = remember(draft)
    guard consent else { return .withhold(.noConsent) }
    if configuration.tripEnd != nil {
      // Before the first drive nothing is known of where this is: it is taken for a home. After a drive its zone stays.
      guard let zone, !zone.contains(draft.position) else { return .withhold(.nearTripStart) }
    }
    return isRepeated ? .withhold(.repeated) : .release(draft)
  }

  /// True when another one of its kind is remembered from the same moment or place.
  private mutating func remember(_ draft: SightingDraft) -> Bool {
    remembered.removeAll { abs((draft.time - $0.time).milliseconds) > configuration.memory.milliseconds }
    guard !remembered.contains(where: { isSame($0, draft) }) else { return true }
    if remembered.count == Self.rememberedLimit { remembered.removeFirst() }
    remembered.append(draft)
    return false
  }

  private func isSame(_ one: SightingDraft, _ other: SightingDraft) -> Bool {
    guard one.kind == other.kind else { return false }
    return abs((one.time - other.time).milliseconds) < configuration.leastTime.milliseconds
      || one.position.distance(to: other.position) < configuration.leastDistance
  }
}
