public import Core

/// The settings of the stage; `init()` gives the defaults.
public struct AgentConfiguration: Hashable, Sendable {
  public var events = RoadEventConfiguration()
  public var drives = DriveConfiguration()
  public var policy = SightingPolicy.Configuration()
  /// Age at which a sighting is of no use any more and is dropped unsent. Admission takes events up to 30 s late; 5 s
  /// of those belong to the way there.
  public var latestUse = Timestamp.Span.seconds(25)
  /// Readings after which the position is saved although nothing is to be sent.
  public var checkpointInterval: UInt64 = 10_000
  /// Sightings kept in memory while the outbox refuses them; beyond it the oldest are dropped and counted.
  public var unsavedLimit = 256
  /// Nil: there is no footage to upload.
  public var clips: ClipConfiguration?
  /// False: ordinary passes stay in the car, only sightings leave it.
  public var sharesPasses = true
  /// Exposures leave within this much after their hour is over (or the camera is on again), each at a moment of chance:
  /// nothing of the time at which one comes tells which others are the same camera's.
  public var exposureSpread = Timestamp.Span.hours(1)
  /// Age at which an exposure is of no use any more: Admission takes it up to a day after its hour.
  public var exposureUse = Timestamp.Span.hours(23)
  /// Exposures that are written to disk at once, where nothing else is to be.
  public var exposureBatch = 64
  /// How long the broker may take to acknowledge one sighting: this many polls of `deliveryPoll`.
  public var deliveryPolls = 50
  public var deliveryPoll = Timestamp.Span.milliseconds(100)
  /// Entries taken from the outbox at once.
  public var flushBatch = 64

  /// Records carry the camera's time instead of the log's own: for recordings and simulations, whose time is not the
  /// log's.
  public var carriesTime = false

  public init() {}
}
