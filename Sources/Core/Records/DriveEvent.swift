/// What happened on one drive, for its driver only. (`swerve.personal.v1.DriveEvent`)
public struct DriveEvent: Hashable, Sendable {
  public var driveID: RecordID
  public var time: Timestamp
  public var content: Content

  public init(driveID: RecordID, time: Timestamp, content: Content) {
    self.driveID = driveID
    self.time = time
    self.content = content
  }

  public enum Content: Hashable, Sendable {
    case started(at: Coordinate)
    case track(TrackChunk)
    case incident(Incident)
    case ended(DriveEnd)
  }

  /// A piece of the track as columns, one entry a fix.
  public struct TrackChunk: Hashable, Sendable {
    public var base: Timestamp
    /// Milliseconds since `base`.
    public var timeOffset: [UInt32] = []
    public var latitudeE7: [Int32] = []
    public var longitudeE7: [Int32] = []
    /// Hundredths of a degree; `AbsentValue.course` when unknown.
    public var course: [UInt32] = []
    /// Metres per second; NaN when unknown.
    public var speed: [Float] = []

    public init(base: Timestamp) { self.base = base }

    public var count: Int { timeOffset.count }

    /// - Precondition: none; a fix before `base` or 49 days after it gets the nearest offset there is.
    public mutating func append(_ fix: PositionFix) {
      timeOffset.append(UInt32(clamping: (fix.time - base).milliseconds))
      latitudeE7.append(fix.position.latitudeE7)
      longitudeE7.append(fix.position.longitudeE7)
      course.append(fix.course.map { UInt32($0.centidegrees) } ?? AbsentValue.course)
      speed.append(fix.speed?.metersPerSecond ?? .nan)
    }
  }

  public struct Incident: Hashable, Sendable {
    public var incidentID: RecordID
    public var kind: IncidentKind
    public var position: Coordinate
    public var course: Course?
    public var peaks: HazardSighting.Peaks
    public var duration: Timestamp.Span
    public var speedBefore: Speed?
    public var speedAfter: Speed?
    /// Collision anticipation, 0 … 1; nil when none ran.
    public var probability: Float?

    public init(
      incidentID: RecordID, kind: IncidentKind, position: Coordinate, course: Course?, peaks: HazardSighting.Peaks,
      duration: Timestamp.Span, speedBefore: Speed?, speedAfter: Speed?, probability: Float?
    ) {
      self.incidentID = incidentID
      self.kind = kind
      self.position = position
      self.course = course
      self.peaks = peaks
      self.duration = duration
      self.speedBefore = speedBefore
      self.speedAfter = speedAfter
      self.probability = probability
    }
  }

  public struct DriveEnd: Hashable, Sendable {
    public var position: Coordinate
    public var distance: Distance
    public var duration: Timestamp.Span
    public var reason: EndReason

    public init(position: Coordinate, distance: Distance, duration: Timestamp.Span, reason: EndReason) {
      self.position = position
      self.distance = distance
      self.duration = duration
      self.reason = reason
    }
  }

  public struct EndReason: RawRepresentable, Hashable, Sendable, BitwiseCopyable {
    public var rawValue: UInt32
    public init(rawValue: UInt32) { self.rawValue = rawValue }
    /// Stood still for the time that ends a drive.
    public static let parked = EndReason(rawValue: 1)
    /// No data for the time that ends a drive.
    public static let gap = EndReason(rawValue: 2)
    public static let endOfInput = EndReason(rawValue: 3)
  }
}

public struct IncidentKind: RawRepresentable, Hashable, Sendable, BitwiseCopyable {
  public var rawValue: UInt32
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  public static let hardBraking = IncidentKind(rawValue: 1)
  public static let hardCornering = IncidentKind(rawValue: 2)
  public static let impact = IncidentKind(rawValue: 3)
  public static let roughRoad = IncidentKind(rawValue: 4)
  public static let nearMiss = IncidentKind(rawValue: 5)
  public static let hardAcceleration = IncidentKind(rawValue: 6)
  public static let swerving = IncidentKind(rawValue: 7)

  public static let names = [
    "unspecified", "hard_braking", "hard_cornering", "impact", "rough_road", "near_miss", "hard_acceleration",
    "swerving",
  ]
  public var name: String { Int(rawValue) < Self.names.count ? Self.names[Int(rawValue)] : "kind_\(rawValue)" }
}
