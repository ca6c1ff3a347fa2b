/// Verified records of one tile as columns: every column has one entry a row. (`swerve.network.v1.AdmittedBatch`)
public struct AdmittedBatch: Hashable, Sendable {
  public var tile: Tile
  public var sightings: SightingColumns
  public var exposures: ExposureColumns

  public init(tile: Tile, sightings: SightingColumns = .init(), exposures: ExposureColumns = .init()) {
    self.tile = tile
    self.sightings = sightings
    self.exposures = exposures
  }
}

/// How the directed place of a row was found.
public struct PlaceScheme: RawRepresentable, Hashable, Sendable, BitwiseCopyable {
  public var rawValue: UInt32
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  public static let unspecified = PlaceScheme(rawValue: 0)
  /// No map: a fixed cell of 100 m with one of eight headings (`GridPlace`).
  public static let grid100m = PlaceScheme(rawValue: 1)
  /// A segment of the road registry.
  public static let segment = PlaceScheme(rawValue: 2)
}

/// In columns that have no room for absence.
public enum AbsentValue {
  /// Of a course column.
  public static let course: UInt32 = 65_535
}

/// Admitted sightings, one entry a row in every column.
public struct SightingColumns: Hashable, Sendable {
  /// Milliseconds since 1970-01-01T00:00:00Z.
  public var eventTime: [Int64] = []
  public var latitudeE7: [Int32] = []
  public var longitudeE7: [Int32] = []
  /// Hundredths of a degree; `AbsentValue.course` when unknown.
  public var course: [UInt32] = []
  public var segment: [UInt64] = []
  /// First 8 bytes of SHA-256 of the proof's tag, big endian: equal for one camera in one tile on one day, and only
  /// then.
  public var camera: [UInt64] = []
  public var day: [Int32] = []
  /// `SightingKind`
  public var kind: [UInt32] = []
  /// Standard gravities; NaN when not measured, as in all columns of floats.
  public var deceleration: [Float] = []
  public var lateral: [Float] = []
  public var vertical: [Float] = []
  /// Metres per second.
  public var speedBefore: [Float] = []
  public var speedAfter: [Float] = []
  public var probability: [Float] = []
  /// Metres, one standard deviation.
  public var horizontalAccuracy: [Float] = []
  /// `SensorQuality`
  public var quality: [UInt32] = []
  public var recordIDs: [RecordID] = []
  public var placeScheme: PlaceScheme = .unspecified

  public init() {}

  public var count: Int { eventTime.count }

  /// Appends a verified sighting.
  public mutating func append(_ sighting: HazardSighting, segment: UInt64, camera: UInt64, day: Int32) {
    eventTime.append(sighting.time.milliseconds)
    latitudeE7.append(sighting.position.latitudeE7)
    longitudeE7.append(sighting.position.longitudeE7)
    course.append(sighting.course.map { UInt32($0.centidegrees) } ?? AbsentValue.course)
    self.segment.append(segment)
    self.camera.append(camera)
    self.day.append(day)
    kind.append(sighting.kind.rawValue)
    deceleration.append(sighting.peaks?.deceleration.g ?? .nan)
    lateral.append(sighting.peaks?.lateral.g ?? .nan)
    vertical.append(sighting.peaks?.vertical.g ?? .nan)
    speedBefore.append(sighting.speedBefore?.metersPerSecond ?? .nan)
    speedAfter.append(sighting.speedAfter?.metersPerSecond ?? .nan)
    probability.append(sighting.anticipation?.probability ?? .nan)
    horizontalAccuracy.append(sighting.horizontalAccuracy.map { Float($0.meters) } ?? .nan)
    quality.append(sighting.quality.rawValue)
    recordIDs.append(sighting.recordID)
  }
}

/// Admitted exposures, one entry a row in every column.
public struct ExposureColumns: Hashable, Sendable {
  public var hourBucket: [Int32] = []
  public var latitudeE7: [Int32] = []
  public var longitudeE7: [Int32] = []
  public var course: [UInt32] = []
  public var segment: [UInt64] = []
  public var meanSpeed: [Float] = []
  public var dwell: [Float] = []
  public var braked: [Bool] = []
  public var recordIDs: [RecordID] = []
  public var placeScheme: PlaceScheme = .unspecified
  /// First 8 bytes of SHA-256 of the proof's tag, big endian: equal for a record that came twice, and tied to nothing
  /// else. Empty in batches written before the column was: of their rows nothing is known to be distinct.
  public var contribution: [UInt64] = []

  public init() {}

  public var count: Int { hourBucket.count }

  /// Appends a verified exposure.
  public mutating func append(_ exposure: Exposure, segment: UInt64, contribution: UInt64) {
    hourBucket.append(exposure.hourBucket)
    latitudeE7.append(exposure.position.latitudeE7)
    longitudeE7.append(exposure.position.longitudeE7)
    course.append(UInt32(exposure.course.centidegrees))
    self.segment.append(segment)
    meanSpeed.append(exposure.meanSpeed.metersPerSecond)
    dwell.append(exposure.dwellSeconds)
    braked.append(exposure.braked)
    recordIDs.append(exposure.recordID)
    self.contribution.append(contribution)
  }
}
