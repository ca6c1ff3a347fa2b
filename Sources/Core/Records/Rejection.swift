/// Why a record was set aside, and where it lies. Never a position, a tag or the record.
/// (`swerve.network.v1.Rejection`)
public struct Rejection: Hashable, Sendable {
  public var reason: RejectionReason
  public var topic: String
  public var partition: UInt32
  public var offset: UInt64
  public var valueBytes: UInt32
  public var logTime: Timestamp

  public init(
    reason: RejectionReason, topic: String, partition: UInt32, offset: UInt64, valueBytes: UInt32, logTime: Timestamp
  ) {
    self.reason = reason
    self.topic = topic
    self.partition = partition
    self.offset = offset
    self.valueBytes = valueBytes
    self.logTime = logTime
  }
}

public struct RejectionReason: RawRepresentable, Hashable, Sendable, BitwiseCopyable {
  public var rawValue: UInt32
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  /// Not a message of this schema.
  public static let malformed = RejectionReason(rawValue: 1)
  public static let tombstone = RejectionReason(rawValue: 2)
  public static let unknownKind = RejectionReason(rawValue: 3)
  /// A field outside its range.
  public static let invalid = RejectionReason(rawValue: 4)
  /// Values no vehicle reaches.
  public static let implausible = RejectionReason(rawValue: 5)
  public static let late = RejectionReason(rawValue: 6)
  public static let future = RejectionReason(rawValue: 7)
  public static let proofMissing = RejectionReason(rawValue: 8)
  public static let proofInvalid = RejectionReason(rawValue: 9)
  /// The day is not the one of the tile at the event.
  public static let proofDay = RejectionReason(rawValue: 10)
  public static let tooLarge = RejectionReason(rawValue: 11)

  public static let names = [
    "unspecified", "malformed", "tombstone", "unknown_kind", "invalid", "implausible", "late", "future",
    "proof_missing",
    "proof_invalid", "proof_day", "too_large",
  ]
  public var name: String { Int(rawValue) < Self.names.count ? Self.names[Int(rawValue)] : "reason_\(rawValue)" }
}
