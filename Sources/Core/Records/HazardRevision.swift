/// One numbered state of one hazard. (`swerve.network.v1.HazardRevision`)
public struct HazardRevision: Hashable, Sendable {
  public var hazardID: RecordID
  /// 1, 2, 3 … without gaps; (id, revision) is unique.
  public var revision: UInt32
  public var state: HazardState
  public var kind: HazardKind
  public var segment: UInt64
  public var placeScheme: PlaceScheme
  public var tile: Tile
  /// Centre of the sightings that opened it.
  public var position: Coordinate
  public var course: Course
  /// 2 … 10: distinct cameras at the height of it; ten and more count as ten.
  public var grade: UInt32
  /// Distinct cameras within the window at `time`.
  public var cameras: UInt32
  /// Event time of the sighting that completed it.
  public var opened: Timestamp
  /// Event time this revision speaks of.
  public var time: Timestamp
  /// When it clears if nothing more is felt.
  public var expectedUntil: Timestamp
  public var comparison: Comparison
  /// log₁₀; nil when only cameras were counted.
  public var likelihoodRatio: Float?
  /// Median over the cameras counted; nil when not measured.
  public var peakDeceleration: Acceleration?

  public init(
    hazardID: RecordID, revision: UInt32, state: HazardState, kind: HazardKind, segment: UInt64,
    placeScheme: PlaceScheme, tile: Tile, position: Coordinate, course: Course, grade: UInt32, cameras: UInt32,
    opened: Timestamp, time: Timestamp, expectedUntil: Timestamp, comparison: Comparison = .count,
    likelihoodRatio: Float? = nil, peakDeceleration: Acceleration? = nil
  ) {
    self.hazardID = hazardID
    self.revision = revision
    self.state = state
    self.kind = kind
    self.segment = segment
    self.placeScheme = placeScheme
    self.tile = tile
    self.position = position
    self.course = course
    self.grade = grade
    self.cameras = cameras
    self.opened = opened
    self.time = time
    self.expectedUntil = expectedUntil
    self.comparison = comparison
    self.likelihoodRatio = likelihoodRatio
    self.peakDeceleration = peakDeceleration
  }

  public struct Comparison: RawRepresentable, Hashable, Sendable, BitwiseCopyable {
    public var rawValue: UInt32
    public init(rawValue: UInt32) { self.rawValue = rawValue }
    public static let unspecified = Comparison(rawValue: 0)
    /// Distinct cameras alone.
    public static let count = Comparison(rawValue: 1)
    /// The place's own baseline for this hour of the week.
    public static let baseline = Comparison(rawValue: 2)
  }
}

public struct HazardState: RawRepresentable, Hashable, Sendable, BitwiseCopyable {
  public var rawValue: UInt32
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  public static let unspecified = HazardState(rawValue: 0)
  /// Fewer distinct cameras than the top grade.
  public static let suspected = HazardState(rawValue: 1)
  /// The product's rule is met.
  public static let confirmed = HazardState(rawValue: 2)
  /// Fewer than it takes to open; opens again without a new id.
  public static let clearing = HazardState(rawValue: 3)
  /// Over; the last revision.
  public static let cleared = HazardState(rawValue: 4)

  public static let names = ["unspecified", "suspected", "confirmed", "clearing", "cleared"]
  public var name: String { Int(rawValue) < Self.names.count ? Self.names[Int(rawValue)] : "state_\(rawValue)" }
}

public struct HazardKind: RawRepresentable, Hashable, Sendable, BitwiseCopyable {
  public var rawValue: UInt32
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  public static let unspecified = HazardKind(rawValue: 0)
  public static let suddenBraking = HazardKind(rawValue: 1)
  public static let slowTraffic = HazardKind(rawValue: 2)
  public static let roughSurface = HazardKind(rawValue: 3)
  public static let debris = HazardKind(rawValue: 4)
  public static let collision = HazardKind(rawValue: 5)

  public static let names = ["unspecified", "sudden_braking", "slow_traffic", "rough_surface", "debris", "collision"]
  public var name: String { Int(rawValue) < Self.names.count ? Self.names[Int(rawValue)] : "kind_\(rawValue)" }

  /// Which hazard a sighting speaks for; nil for answers and unknown kinds.
  public init?(of sighting: SightingKind) {
    switch sighting {
    case .hardBraking: self = .suddenBraking
    case .slow, .standing: self = .slowTraffic
    case .roughRoad: self = .roughSurface
    case .swerving: self = .debris
    case .impact, .nearMiss: self = .collision
    default: return nil
    }
  }
}
