/// When a drive begins and ends.
public struct DriveConfiguration: Hashable, Sendable {
  /// Silence of the GPS that ends a drive.
  public var longestGap = Timestamp.Span.minutes(5)
  /// Standing still, with the recorder on, that ends a drive. What parts the trips of a car is its ignition, as in the
  /// naturalistic studies that DrivePlotR is one of, and a recorder goes off with it (`recordingStarted`); a stop inside
  /// a recording is a part of the way: a school gate, a level crossing, a jam. Ten minutes is what telematics allow for
  /// the engine to be off and on again within one trip (AutoPi's `REOPEN LIMIT`, 600 s), and ends the drive of a
  /// recorder that is never off. The stops inside DrivePlotR's recordings are 351 s, 314 s and, of the others, 175 s at
  /// most.
  public var longestStop = Timestamp.Span.minutes(10)
  /// The way between two fixes further apart in time than this is not measured: the distance of a drive is that of its
  /// track, as an odometer a second that holds while the receiver is blind has it. A lost fix or a bridge is bridged.
  public var longestBridge = Timestamp.Span.seconds(10)
  /// Above it the car moves: 5 km/h, above the noise of a standing receiver's speed.
  public var movingSpeed = Speed.metersPerSecond(1.4)
  /// This far from where it stood the car has moved, whatever the speed says (a receiver without speed).
  public var movingDistance = Distance.meters(50)

  public init() {}
}

/// A beginning or an end in the stream.
public enum DriveTransition: Hashable, Sendable {
  /// The last place it stood, or the first fix of a recording that begins on the road.
  case started(at: Coordinate, time: Timestamp)
  /// `time` is the last fix on which it moved.
  case ended(DriveEvent.DriveEnd, started: Timestamp, time: Timestamp)
}

/// Cuts a stream of fixes into drives and measures them. A pure machine.
public struct DriveCutter: Sendable {
  public let configuration: DriveConfiguration
  private var drive: Drive?
  private var lastFix: PositionFix?
  /// Where the car stands, while no drive is on.
  private var standing: PositionFix?

  private struct Drive {
    var startPosition: Coordinate
    var startTime: Timestamp
    var lastMoving: PositionFix
    /// The position up to which the way is measured.
    var measuredTo: Coordinate
    var meters = 0.0

    func end(_ reason: DriveEvent.EndReason) -> DriveEvent.DriveEnd {
      DriveEvent.DriveEnd(
        position: lastMoving.position, distance: .meters(meters), duration: lastMoving.time - startTime, reason: reason)
    }
  }

  public init(_ configuration: DriveConfiguration = .init()) { self.configuration = configuration }

  public var isDriving: Bool { drive != nil }

  /// The end that the drive would have if nothing more were heard of it.
  public var interruption: (end: DriveEvent.DriveEnd, time: Timestamp)? {
    drive.map { ($0.end(.gap), $0.lastMoving.time) }
  }

  public mutating func absorb(_ reading: SensorReading) -> [DriveTransition] {
    guard reading.isPlausible else { return [] }
    switch reading {
    case .fix(let fix): return absorb(fix)
    case .recordingStarted: return finish()
    case .motion, .anticipation: return []
    }
  }

  /// The clock has reached `now` without a fix.
  public mutating func advance(to now: Timestamp) -> [DriveTransition] {
    guard let lastFix, now - lastFix.time > configuration.longestGap else { return [] }
    return end(.gap)
  }

  /// The input is over, or another recording begins.
  public mutating func finish() -> [DriveTransition] { end(.endOfInput) }

  private mutating func absorb(_ fix: PositionFix) -> [DriveTransition] {
    var transitions: [DriveTransition] = []
    if let lastFix {
      let passed = fix.time - lastFix.time
      // A clock that was set back makes the way since unknowable; smaller steps back are disorder.
      if passed > configuration.longestGap || passed < -RoadEventDetector.clockStep {
        transitions = end(.gap)
      } else if passed <= .zero {
        return []
      }
    }
    let before = lastFix?.time ?? fix.time
    lastFix = fix
    if drive == nil {
      if let start = startIfMoving(fix, after: before) { transitions.append(start) }
    } else {
      follow(fix, after: before)
      if let drive, fix.time - drive.lastMoving.time > configuration.longestStop {
        transitions += end(.parked)
        standing = fix
        lastFix = fix
      }
    }
    return transitions
  }

  private mutating func startIfMoving(_ fix: PositionFix, after before: Timestamp) -> DriveTransition? {
    let anchor = standing ?? fix
    let isFast = (fix.speed ?? .metersPerSecond(0)) >= configuration.movingSpeed
    guard isFast || anchor.position.distance(to: fix.position) > configuration.movingDistance else {
      standing = anchor
      return nil
    }
    drive = Drive(
      startPosition: anchor.position, startTime: fix.time, lastMoving: fix, measuredTo: anchor.position)
    follow(fix, after: before)
    standing = nil
    return .started(at: anchor.position, time: fix.time)
  }

  private mutating func follow(_ fix: PositionFix, after before: Timestamp) {
    guard var current = drive else { return }
    let isBridged = fix.time - before <= configuration.longestBridge
    let step = current.measuredTo.distance(to: fix.position).meters
    let isMoving = fix.speed.map { $0 >= configuration.movingSpeed } ?? (step > configuration.movingDistance.meters / 5)
    // While it stands the position wanders; the way resumes from where it was last measured.
    if isMoving || step > configuration.movingDistance.meters {
      if isBridged { current.meters += step }
      current.measuredTo = fix.position
      current.lastMoving = fix
    } else if !isBridged {
      current.measuredTo = fix.position
    }
    drive = current
  }

  private mutating func end(_ reason: DriveEvent.EndReason) -> [DriveTransition] {
    defer {
      drive = nil
      lastFix = nil
      standing = nil
    }
    guard let drive else { return [] }
    return [.ended(drive.end(reason), started: drive.startTime, time: drive.lastMoving.time)]
  }
}
