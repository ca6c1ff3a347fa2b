/// What the sensors of a camera say, in one stream ordered by time. Axes are the vehicle's: forward, right, up.
public enum SensorReading: Hashable, Sendable {
  case fix(PositionFix)
  case motion(MotionSample)
  case anticipation(AnticipationScore)
  /// The recorder was switched on, or its clock was set: nothing before this reading belongs to what follows.
  case recordingStarted(Timestamp)

  public var time: Timestamp {
    switch self {
    case .fix(let fix): fix.time
    case .motion(let sample): sample.time
    case .anticipation(let score): score.time
    case .recordingStarted(let time): time
    }
  }

  /// False for a reading no sensor on Earth can give: not a number, outside the world, a time beyond 285,000 years.
  /// Such a reading is passed over, because one NaN in a running sum would blind the camera until it is restarted.
  public var isPlausible: Bool {
    guard time.milliseconds.magnitude < 9_000_000_000_000_000 else { return false }
    switch self {
    case .fix(let fix):
      let speed = fix.speed?.metersPerSecond ?? 0
      let accuracy = fix.horizontalAccuracy?.meters ?? 0
      // 150 m/s is faster than any road vehicle; NaN fails every comparison.
      return fix.position.isValid && speed >= 0 && speed < 150 && accuracy >= 0 && accuracy < 1e7
    case .motion(let sample):
      // 200 g is past the range of every accelerometer sold for vehicles.
      return abs(sample.forward.g) < 200 && abs(sample.right.g) < 200 && abs(sample.up.g) < 200
    case .anticipation(let score):
      return score.probability >= 0 && score.probability <= 1
    case .recordingStarted:
      return true
    }
  }
}

/// One fix of the satellite receiver.
public struct PositionFix: Hashable, Sendable {
  public var time: Timestamp
  public var position: Coordinate
  /// Over ground; nil when the receiver gave none.
  public var speed: Speed?
  public var course: Course?
  /// One standard deviation; nil when unknown.
  public var horizontalAccuracy: Distance?

  public init(
    time: Timestamp, position: Coordinate, speed: Speed?, course: Course?, horizontalAccuracy: Distance? = nil
  ) {
    self.time = time
    self.position = position
    self.speed = speed
    self.course = course
    self.horizontalAccuracy = horizontalAccuracy
  }
}

/// One sample of the accelerometer (specific force), gravity removed along the vertical; positive forward (speeding
/// up), right (turning right), up.
public struct MotionSample: Hashable, Sendable {
  public var time: Timestamp
  public var forward: Acceleration
  public var right: Acceleration
  public var up: Acceleration

  public init(time: Timestamp, forward: Acceleration, right: Acceleration, up: Acceleration) {
    self.time = time
    self.forward = forward
    self.right = right
    self.up = up
  }
}

/// One score of the collision anticipation model (BADAS), 0 … 1.
public struct AnticipationScore: Hashable, Sendable {
  public var time: Timestamp
  public var probability: Float

  public init(time: Timestamp, probability: Float) {
    self.time = time
    self.probability = probability
  }
}
