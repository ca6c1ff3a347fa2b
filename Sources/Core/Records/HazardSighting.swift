/// What a camera felt, as it leaves the car: one record, alone, tied to nothing. (`swerve.network.v1.HazardSighting`)
public struct HazardSighting: Hashable, Sendable {
  public var recordID: RecordID
  public var position: Coordinate
  /// Direction of travel; nil when unknown.
  public var course: Course?
  /// The instant of the peak.
  public var time: Timestamp
  public var kind: SightingKind
  /// nil when no accelerometer measured it.
  public var peaks: Peaks?
  /// How long the threshold was exceeded.
  public var duration: Timestamp.Span
  public var speedBefore: Speed?
  public var speedAfter: Speed?
  public var anticipation: Anticipation?
  /// One standard deviation of the position.
  public var horizontalAccuracy: Distance?
  public var quality: SensorQuality
  public var proof: Proof?
  /// The hazard that an answer (`stillThere`, `passedFreely`) speaks of.
  public var answersHazard: RecordID?

  public init(
    recordID: RecordID, position: Coordinate, course: Course?, time: Timestamp, kind: SightingKind, peaks: Peaks? = nil,
    duration: Timestamp.Span = .zero, speedBefore: Speed? = nil, speedAfter: Speed? = nil,
    anticipation: Anticipation? = nil, horizontalAccuracy: Distance? = nil, quality: SensorQuality = .unspecified,
    proof: Proof? = nil, answersHazard: RecordID? = nil
  ) {
    self.recordID = recordID
    self.position = position
    self.course = course
    self.time = time
    self.kind = kind
    self.peaks = peaks
    self.duration = duration
    self.speedBefore = speedBefore
    self.speedAfter = speedAfter
    self.anticipation = anticipation
    self.horizontalAccuracy = horizontalAccuracy
    self.quality = quality
    self.proof = proof
    self.answersHazard = answersHazard
  }

  /// Peaks over the event in the vehicle's axes, gravity removed.
  public struct Peaks: Hashable, Sendable, BitwiseCopyable {
    /// Against the direction of travel, ≥ 0.
    public var deceleration: Acceleration
    /// Of the largest magnitude; positive to the right.
    public var lateral: Acceleration
    /// Of the largest magnitude; positive upwards.
    public var vertical: Acceleration

    public init(deceleration: Acceleration, lateral: Acceleration, vertical: Acceleration) {
      self.deceleration = deceleration
      self.lateral = lateral
      self.vertical = vertical
    }
  }

  /// Collision anticipation (BADAS).
  public struct Anticipation: Hashable, Sendable, BitwiseCopyable {
    /// The highest of the event, 0 … 1.
    public var probability: Float
    /// Seconds from the first score over the threshold to the highest.
    public var leadTimeSeconds: Float

    public init(probability: Float, leadTimeSeconds: Float) {
      self.probability = probability
      self.leadTimeSeconds = leadTimeSeconds
    }
  }
}

/// Open for growth: a value this build does not know keeps its number.
public struct SightingKind: RawRepresentable, Hashable, Sendable, BitwiseCopyable {
  public var rawValue: UInt32
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  public static let unspecified = SightingKind(rawValue: 0)
  public static let hardBraking = SightingKind(rawValue: 1)
  public static let swerving = SightingKind(rawValue: 2)
  public static let roughRoad = SightingKind(rawValue: 3)
  public static let impact = SightingKind(rawValue: 4)
  public static let nearMiss = SightingKind(rawValue: 5)
  public static let slow = SightingKind(rawValue: 6)
  public static let standing = SightingKind(rawValue: 7)
  public static let stillThere = SightingKind(rawValue: 8)
  public static let passedFreely = SightingKind(rawValue: 9)

  /// Names as they stand in files and on the page, by number.
  public static let names = [
    "unspecified", "hard_braking", "swerving", "rough_road", "impact", "near_miss", "slow", "standing", "still_there",
    "passed_freely",
  ]

  public init?(name: String) {
    guard let index = Self.names.firstIndex(of: name) else { return nil }
    self.init(rawValue: UInt32(index))
  }

  public var isKnown: Bool { rawValue >= 1 && rawValue < UInt32(Self.names.count) }
  public var name: String { Int(rawValue) < Self.names.count ? Self.names[Int(rawValue)] : "kind_\(rawValue)" }
}

public struct SensorQuality: RawRepresentable, Hashable, Sendable, BitwiseCopyable {
  public var rawValue: UInt32
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  public static let unspecified = SensorQuality(rawValue: 0)
  /// IMU at 25 Hz or more, calibrated, confirmed by GPS speed.
  public static let good = SensorQuality(rawValue: 1)
  /// One of those missing.
  public static let fair = SensorQuality(rawValue: 2)
  /// 1 Hz or uncalibrated, confirmed by GPS speed only.
  public static let poor = SensorQuality(rawValue: 3)
}

/// Says "a camera that was given a credential for this day", never which one.
public struct Proof: Hashable, Sendable {
  public var suite: ProofSuite
  /// In the suite's own serialization.
  public var presentation: [UInt8]
  public var nonce: UInt64
  /// See `Tile.tagDay(at:)`.
  public var day: Int32

  public init(suite: ProofSuite, presentation: [UInt8], nonce: UInt64, day: Int32) {
    self.suite = suite
    self.presentation = presentation
    self.nonce = nonce
    self.day = day
  }

  /// What a sighting's presentation is bound to: "sighting" ‖ tile ‖ day, both big endian.
  public static func sightingContext(tile: Tile, day: Int32) -> [UInt8] {
    Array("sighting".utf8) + tile.keyBytes + bigEndian(day)
  }

  /// Exposures of one camera on one day: 400 km of passes.
  public static let exposureLimit: UInt64 = 4_096

  /// What an exposure's presentation is bound to: "exposure" ‖ day, big endian.
  public static func exposureContext(day: Int32) -> [UInt8] {
    Array("exposure".utf8) + bigEndian(day)
  }

  /// What the issuer binds a credential to: "swerve credential" ‖ day, big endian.
  public static func credentialContext(day: Int32) -> [UInt8] {
    Array("swerve credential".utf8) + bigEndian(day)
  }

  private static func bigEndian(_ value: Int32) -> [UInt8] {
    let bits = UInt32(bitPattern: value)
    return [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: bits >> $0) }
  }
}

public struct ProofSuite: RawRepresentable, Hashable, Sendable, BitwiseCopyable {
  public var rawValue: UInt32
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  public static let unspecified = ProofSuite(rawValue: 0)
  /// draft-yun-cfrg-arc-01, ARCV1-P256.
  public static let arcV1P256 = ProofSuite(rawValue: 1)
}
