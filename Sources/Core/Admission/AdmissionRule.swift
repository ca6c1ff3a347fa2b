/// What a sighting must be to be believed, apart from its proof: values that a vehicle can reach, at a time that can
/// be.
public struct AdmissionRule: Hashable, Sendable {
  /// The event may be this much older than the log's own time of the record. A camera needs some of it to be sure.
  public var lateness: Timestamp.Span = .seconds(30)
  /// And this much newer: clocks set by satellites agree within a second, others within a few.
  public var futureTolerance: Timestamp.Span = .seconds(5)
  /// Above the fastest car on a public road, m/s (90 m/s = 324 km/h).
  public var maximumSpeed: Speed = .metersPerSecond(90)
  /// Tyres give 1.2 g; beyond this only a crash does, and that is an impact.
  public var maximumDeceleration: Acceleration = .g(1.6)
  /// An impact saturates automotive accelerometers at ±16 g.
  public var maximumShock: Acceleration = .g(16)
  public var maximumDuration: Timestamp.Span = .minutes(2)
  /// An exposure may come this long after its hour is over: camera by camera, they are delayed on purpose.
  public var exposureLateness: Timestamp.Span = .hours(24)
  /// Nobody waits longer than this on 100 m and calls it a pass.
  public var maximumDwellSeconds: Float = 3_600
  /// A fix worse than this cannot say which road it is on.
  public var maximumInaccuracy: Distance = .meters(30)

  public init() {}

  /// The first thing wrong with it, or nil.
  /// - Parameter logTime: the log's own time of the record.
  public func fault(of sighting: HazardSighting, logTime: Timestamp) -> RejectionReason? {
    guard sighting.kind.isKnown else { return .unknownKind }
    guard sighting.position.isValid, sighting.course != nil, sighting.duration >= .zero else { return .invalid }
    if sighting.time > logTime + futureTolerance { return .future }
    if sighting.time < logTime - lateness { return .late }
    return isPlausible(sighting) ? nil : .implausible
  }

  /// - Parameter logTime: the log's own time of the record.
  public func fault(of exposure: Exposure, logTime: Timestamp) -> RejectionReason? {
    guard exposure.position.isValid else { return .invalid }
    if exposure.hourStart > logTime + futureTolerance { return .future }
    if exposure.hourEnd < logTime - exposureLateness { return .late }
    let isPlausible =
      exposure.meanSpeed.metersPerSecond >= 0 && exposure.meanSpeed <= maximumSpeed && exposure.dwellSeconds >= 0
      && exposure.dwellSeconds <= maximumDwellSeconds
    return isPlausible ? nil : .implausible
  }

  private func isPlausible(_ sighting: HazardSighting) -> Bool {
    if sighting.duration > maximumDuration { return false }
    for speed in [sighting.speedBefore, sighting.speedAfter] {
      if let speed, !(speed.metersPerSecond >= 0 && speed <= maximumSpeed) { return false }
    }
    if let accuracy = sighting.horizontalAccuracy, !(accuracy.meters >= 0 && accuracy <= maximumInaccuracy) {
      return false
    }
    if let anticipation = sighting.anticipation, !(0...1).contains(anticipation.probability) { return false }
    if sighting.kind == .hardBraking, let before = sighting.speedBefore, let after = sighting.speedAfter,
      before <= after
    {
      return false
    }
    guard let peaks = sighting.peaks else { return sighting.kind != .hardBraking }
    let shocks = [peaks.deceleration.g, abs(peaks.lateral.g), abs(peaks.vertical.g)]
    if !shocks.allSatisfy({ $0 >= 0 && $0 <= maximumShock.g }) { return false }
    return sighting.kind == .impact || peaks.deceleration <= maximumDeceleration
  }
}
