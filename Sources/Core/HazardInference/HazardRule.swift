/// The product's rule and everything about it that can be set: ten distinct cameras braking hard in the same 100 m of a
/// directed road within 20 minutes are almost certainly a hazard.
public struct HazardRule: Hashable, Sendable {
  /// Ten and more cameras are the top grade.
  public static let topGrade: UInt32 = 10

  /// Distinct cameras it takes to open a hazard, 2 … 10. Below ten a hazard opens as suspected and is confirmed at ten.
  public var minimumCameras: Int = 10
  /// Cameras count together when their sightings lie less than this apart: t in (u − window, u].
  public var window: Timestamp.Span = .minutes(20)
  /// Length of road that is "the same place", anywhere along it.
  public var stretch: Distance = .meters(100)
  /// How far beside the line of travel a sighting may lie: lanes and the error of the fix (one σ of 5–10 m).
  public var lateralReach: Distance = .meters(50)
  /// Headings further apart than this are another road, or its other direction. Degrees.
  public var courseTolerance: Double = 45
  /// A braking is hard from this peak on; 0.30 g is where drivers of naturalistic studies report discomfort.
  public var minimumDeceleration: Acceleration = .g(0.30)
  /// How late a record may come behind the newest of its partition before its time is taken as closed.
  public var lateness: Timestamp.Span = .seconds(30)
  /// How long fewer cameras than the minimum must be seen before a hazard is cleared; until then it is clearing, and
  /// one more camera brings it back under its old id.
  public var coolDown: Timestamp.Span = .minutes(5)
  /// How often a living hazard whose count has changed is said again.
  public var refresh: Timestamp.Span = .minutes(5)
  /// Records further behind the newest than lateness and this together are ignored: partitions of the log that are read
  /// at different speeds after an outage may be this far apart.
  public var skewTolerance: Timestamp.Span = .minutes(10)

  public init() {}

  /// The setting that cannot be, in words; nil when all can.
  public var fault: String? {
    if !(2...Int(Self.topGrade)).contains(minimumCameras) {
      return "minimumCameras is \(minimumCameras), it must be 2 to 10"
    }
    if window <= .zero { return "window must be longer than nothing" }
    if !(stretch.meters > 0 && stretch.meters <= 100) {
      return "stretch is \(stretch.meters) m, it must be above 0 and at most 100"
    }
    if !(lateralReach.meters > 0 && lateralReach.meters <= 100) {
      return "lateralReach must be above 0 and at most 100 m"
    }
    if !(courseTolerance > 0 && courseTolerance < 90) { return "courseTolerance must be above 0 and below 90 degrees" }
    if lateness < .zero || coolDown < .zero || skewTolerance < .zero || refresh <= .zero {
      return "no span may be negative"
    }
    return nil
  }
}
