/// The largest message of each kind that the codec takes, in bytes: longer ones are `.tooLarge` unread. A writer of batches
/// keeps below them; a row of an admitted sighting is at most 101 bytes.
public enum MessageLimit {
  /// As `max.message.bytes` of network.sightings, network.exposures and network.scenes.
  public static let sighting: Int = 4_096
  public static let exposure: Int = 4_096
  public static let sceneSample: Int = 4_096
  /// Some 10,000 rows: Kafka's own default of a record batch (`message.max.bytes`).
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
