/// Decides which passes leave the car. A pure machine.
///
/// Unlike a sighting a pass warns nobody, so it can wait until it is known where the drive ends: what lies around the
/// end is withheld as what lies around the start.
public struct ExposurePolicy: Sendable {
  /// How long a pass is held: longer than a stay must be to end a drive (`SightingPolicy.Configuration.stay`), with
  /// what a braking in it takes to be found.
  static let margin = Timestamp.Span.minutes(1)
  /// Passes held at most; at 100 m each and half an hour of slow traffic there are 300. The oldest are dropped.
  static let heldLimit = 1_000

  private let configuration: SightingPolicy.Configuration
  private let hash: KeyedHash
  private var sampler = PassSampler()
  private var zone: TripEndZone?
  private var held: [Pass] = []
  /// Of drives that are over, outside the zones of both ends.
  private var free: [Pass] = []
  private var position: Coordinate?

  public init(_ configuration: SightingPolicy.Configuration = .init(), hash: @escaping KeyedHash) {
    self.configuration = configuration
    self.hash = hash
  }

  /// Beginnings and ends of drives between stays, in the order of the stream.
  public mutating func absorb(_ transition: DriveTransition) {
    switch transition {
    case .started(let position, _):
      zone = zone(around: position)
    case .ended(let end, _, _):
      sampler.reset()
      let zone = zone(around: end.position)
      free += held.filter { zone?.contains($0.position) != true }
      held.removeAll()
    }
  }

  /// A braking that the driver's archive knows too.
  public mutating func noteBraking(at time: Timestamp) {
    guard !sampler.noteBraking(at: time) else { return }
    for index in held.indices where held[index].entered <= time && time < held[index].left { held[index].braked = true }
  }

  /// The next fix, after the transitions that it brings.
  public mutating func absorb(_ fix: PositionFix) {
    position = fix.position
    guard let pass = sampler.absorb(fix), fix.horizontalAccuracy ?? .zero <= configuration.poorestAccuracy else {
      return
    }
    if configuration.tripEnd != nil {
      // Before the first drive nothing is known of where this is: it is taken for a home.
      guard let zone, !zone.contains(pass.position) else { return }
    }
    if held.count == Self.heldLimit { held.removeFirst() }
    held.append(pass)
  }

  /// What may leave now. What is due without a consent is forgotten.
  public mutating func release(at now: Timestamp, consent: Bool) -> [ExposureDraft] {
    let hold = configuration.stay + Self.margin
    let due = held.prefix { now - $0.left >= hold && isFar($0) }
    held.removeFirst(due.count)
    defer { free.removeAll() }
    return consent ? (free + due).map { ExposureDraft($0) } : []
  }

  /// The car has gone further than any zone reaches: the drive does not end around here.
  private func isFar(_ pass: Pass) -> Bool {
    guard let tripEnd = configuration.tripEnd, let position else { return true }
    return pass.position.distance(to: position).meters > tripEnd.clearance.meters + 2 * tripEnd.displacement.meters
  }

  private func zone(around position: Coordinate) -> TripEndZone? {
    configuration.tripEnd.map { TripEndZone(around: position, $0, hash: hash) }
  }
}
