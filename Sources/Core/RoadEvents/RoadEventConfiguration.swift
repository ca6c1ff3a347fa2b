/// The thresholds of the road event detectors, each with where it comes from. All may be set; `init()` gives the
/// defaults.
public struct RoadEventConfiguration: Hashable, Sendable {
  public var braking = Braking()
  public var acceleration = SpeedGain()
  public var cornering = Cornering()
  public var impact = Impact()
  public var roughRoad = RoughRoad()
  public var nearMiss = NearMiss()
  public var swerving = Swerving()
  /// Exceedances this close together are one event. 2.5 s bridges a pumped brake pedal at one sample a second (measured
  /// on DrivePlotR: peaks 2 s apart within one stop), and is over before the next stop of dense traffic.
  public var mergeGap = Timestamp.Span.milliseconds(2_500)
  /// A longer event is cut: what goes on for ten seconds is a state of the road, and the first report must not wait
  /// for it.
  public var longestEvent = Timestamp.Span.seconds(10)

  public init() {}

  /// Deceleration along the road.
  public struct Braking: Hashable, Sendable {
    /// 0.30 g is where naturalistic studies begin to call braking hard; the peak is in the record, so a stricter
    /// threshold can be applied later.
    public var threshold = Acceleration.g(0.30)
    /// How long the mean must exceed the threshold; also the low-pass (a boxcar) that takes out engine and road noise.
    public var sustained = Timestamp.Span.milliseconds(300)
    /// How far around the event the GPS speed is searched.
    public var confirmationMargin = Timestamp.Span.seconds(2)
    /// The least drop of GPS speed that confirms: 4 mph (measured on DrivePlotR, where it tells 7 brakings from 4
    /// shocks).
    public var confirmingDrop = Speed.milesPerHour(4)
    public init() {}
  }

  /// Acceleration along the road; for the driver only.
  public struct SpeedGain: Hashable, Sendable {
    /// "Rapid start" of the naturalistic teenage driving studies (Simons-Morton et al., Am. J. Epidemiol. 175, 2012).
    public var threshold = Acceleration.g(0.35)
    public var confirmationMargin = Timestamp.Span.seconds(2)
    public var confirmingGain = Speed.milesPerHour(4)
    public init() {}
  }

  /// Acceleration across the road; for the driver only.
  public struct Cornering: Hashable, Sendable {
    /// "Hard turn" of the same studies.
    public var threshold = Acceleration.g(0.50)
    /// How far around the event the GPS course is searched.
    public var confirmationMargin = Timestamp.Span.seconds(3)
    /// The least change of GPS course that confirms, degrees: half of a lane change's, far below any turn's.
    public var confirmingTurn = 10.0
    public init() {}
  }

  /// A shock no driving makes.
  public struct Impact: Hashable, Sendable {
    /// 8 km/h within 150 ms, the trigger of an event data recorder (49 CFR 563.5), as a mean: 2.222 m/s ÷ 0.15 s.
    public var threshold = Acceleration.metersPerSecondSquared(14.81)
    public var window = Timestamp.Span.milliseconds(150)
    /// Below this rate a window holds too few samples to tell a blow to the mount from a blow to the car.
    public var leastRate = 20.0
    public var confirmationMargin = Timestamp.Span.seconds(2)
    /// Half of 8 km/h: less change of GPS speed than this contradicts a blow from the front or the back.
    public var confirmingChange = Speed.metersPerSecond(1.11)
    public init() {}
  }

  /// A vertical shock of the surface.
  public struct RoughRoad: Hashable, Sendable {
    /// Z-THRESH of Mednis et al. (DCOSS 2011). An ordinary freeway with joints reaches 0.30 g in the same window
    /// (comma2k19).
    public var threshold = Acceleration.g(0.40)
    /// Averages out the ringing of the mount, keeps the wheel hop (10 – 15 Hz).
    public var window = Timestamp.Span.milliseconds(50)
    /// Below this rate the shock falls between the samples.
    public var leastRate = 25.0
    /// Slower than this it is a kerb, a door or a hand.
    public var leastSpeed = Speed.metersPerSecond(4)
    public init() {}
  }

  /// Collision anticipation that came to nothing.
  public struct NearMiss: Hashable, Sendable {
    /// Where a score begins to count; an operating point of the model, to be set with it.
    public var threshold: Float = 0.80
    /// Where it ends again: the gap keeps one danger from being counted twice.
    public var release: Float = 0.50
    /// An impact this long after the peak makes it no near miss.
    public var impactWait = Timestamp.Span.seconds(3)
    /// Slower than this nothing was nearly hit by this car.
    public var leastSpeed = Speed.metersPerSecond(1.4)
    public init() {}
  }

  /// Out and back, fast: the "yaw rate" trigger of the 100-Car study (Dingus et al., DOT HS 810 593, 2006): at least
  /// 4° one way and 4° the other within 3 s. The angle is the lateral acceleration over the speed, integrated.
  public struct Swerving: Hashable, Sendable {
    /// Degrees.
    public var angle = 4.0
    public var within = Timestamp.Span.seconds(3)
    /// Both halves must reach it, which tells a swerve from an ordinary change of lane (0.1 – 0.2 g).
    public var threshold = Acceleration.g(0.35)
    /// Slower, a parking manoeuvre turns as far.
    public var leastSpeed = Speed.metersPerSecond(11)
    public var leastRate = 10.0
    public init() {}
  }
}
