/// What the sensors of a camera say, in one stream ordered by time. Axes are the vehicle's: forward, right, up.
public enum SensorReading: Hashable, Sendable {
  case fix(PositionFix)
  case motion(MotionSample)
  case anticipation(AnticipationScore)

  public var time: Timestamp {
    switch self {
    case .fix(let fix): fix.time
    case .motion(let sample): sample.time
    case .anticipation(let score): score.time
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

/// One sample of the accelerometer, gravity removed along the vertical; positive forward (speeding up), right, up.
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
