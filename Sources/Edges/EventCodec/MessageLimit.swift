/// The largest message of each kind that the codec takes, in bytes: longer ones are `.tooLarge` unread. A writer of
/// batches keeps below them.
public enum MessageLimit {
  /// As `max.message.bytes` of network.sightings, network.exposures and network.scenes.
  public static let sighting: Int = 4_096
  public static let exposure: Int = 4_096
  public static let sceneSample: Int = 4_096
  /// About Kafka's own default (`message.max.bytes`). A row of a sighting is at most 93 bytes, one of an exposure 49,
  /// so 11,000 rows always fit.
  public static let admittedBatch: Int = 1 << 20
  public static let hazardRevision: Int = 4_096
  public static let baselineTile: Int = 1 << 20
  public static let rejection: Int = 4_096
  /// Half of what the envelope takes: seven hours of track at a fix a second.
  public static let driveEvent: Int = 1 << 19
  public static let clipEvent: Int = 65_536
  public static let accountEvent: Int = 65_536
  public static let sealedRecord: Int = 1 << 20
}
