/// One ordinary pass of 100 m, sampled, delayed and shuffled before it leaves. (`swerve.network.v1.Exposure`)
public struct Exposure: Hashable, Sendable {
  public var recordID: RecordID
  public var position: Coordinate
  public var course: Course
  /// Whole hours since 1970-01-01T00:00Z; never finer.
  public var hourBucket: Int32
  public var meanSpeed: Speed
  /// Seconds spent in the 100 m beyond what the mean speed explains.
  public var dwellSeconds: Float
  public var braked: Bool
  public var proof: Proof?

  public init(
    recordID: RecordID, position: Coordinate, course: Course, hourBucket: Int32, meanSpeed: Speed, dwellSeconds: Float,
    braked: Bool, proof: Proof?
  ) {
    self.recordID = recordID
    self.position = position
    self.course = course
    self.hourBucket = hourBucket
    self.meanSpeed = meanSpeed
    self.dwellSeconds = dwellSeconds
    self.braked = braked
    self.proof = proof
  }
}

extension Exposure {
  static let hourMilliseconds: Int64 = 3_600_000

  public static func hourBucket(of time: Timestamp) -> Int32 {
    let floor = time.milliseconds >= 0 ? time.milliseconds : time.milliseconds - hourMilliseconds + 1
    return Int32(clamping: floor / hourMilliseconds)
  }

  /// When its hour begins.
  public var hourStart: Timestamp { Timestamp(milliseconds: Int64(hourBucket) * Self.hourMilliseconds) }
  public var hourEnd: Timestamp { hourStart + .hours(1) }

  /// The day of its proof: of its tile at the beginning of its hour, so that it tells no more than the hour does.
  public var tagDay: Int32 { Tile(containing: position).tagDay(at: hourStart) }
}

/// What the camera's eyes counted over a stretch, without images. (`swerve.network.v1.SceneSample`)
public struct SceneSample: Hashable, Sendable {
  public var recordID: RecordID
  public var tile: Tile
  public var hourBucket: Int32
  /// Numbers of `SceneSample.Surface` in the schema; unknown ones are kept.
  public var surface: UInt32
  /// Numbers of `SceneSample.Visibility` in the schema; unknown ones are kept.
  public var visibility: UInt32
  public var vehiclesPerKilometer: Float
  public var pedestriansPerKilometer: Float
  public var cyclistsPerKilometer: Float
  public var distance: Distance
  public var proof: Proof?

  public init(
    recordID: RecordID, tile: Tile, hourBucket: Int32, surface: UInt32, visibility: UInt32, vehiclesPerKilometer: Float,
    pedestriansPerKilometer: Float, cyclistsPerKilometer: Float, distance: Distance, proof: Proof?
  ) {
    self.recordID = recordID
    self.tile = tile
    self.hourBucket = hourBucket
    self.surface = surface
    self.visibility = visibility
    self.vehiclesPerKilometer = vehiclesPerKilometer
    self.pedestriansPerKilometer = pedestriansPerKilometer
    self.cyclistsPerKilometer = cyclistsPerKilometer
    self.distance = distance
    self.proof = proof
  }
}
