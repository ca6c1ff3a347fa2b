internal import Core
internal import Ports

/// Any of the short messages of `swerve.personal.v1.ClipEvent`: `number` is its field there.
struct ClipChangeDraft {
  static let sha256Length = 32

  let number: Int
  private var byteCount: UInt64 = 0
  private var sha256: [UInt8] = []
  /// `EvictionReason` or `Actor`.
  private var why: UInt32 = 0
  private var shareID = WireID.empty
  private var recipient = ""
  private var until: Int64 = 0

  init(number: Int) { self.number = number }

  mutating func merge(_ bytes: Span<UInt8>) throws(DecodingFault) {
    var reader = WireReader(bytes)
    while let field = try reader.nextField() {
      switch (number, field.number) {
      case (4, 1): byteCount = try reader.fixed64(field)
      case (4, 2): sha256 = try reader.array(field)
      case (7, 1): why = try reader.uint32(field)
      case (7, 2): byteCount = try reader.fixed64(field)
      case (8, 1): why = try reader.uint32(field)
      case (9, 1): shareID = try reader.id(field)
      case (9, 2): recipient = try reader.string(field)
      case (9, 3): until = try reader.sfixed64(field)
      case (10, 1): shareID = try reader.id(field)
      default: try reader.skip(field)
      }
    }
  }

  func value() throws(DecodingFault) -> ClipEvent.Content {
    switch number {
    case 4:
      .received(
        byteCount: byteCount,
        sha256: try FieldRange.bytes(sha256, count: Self.sha256Length, "received.sha256"))
    case 5: .starred
    case 6: .unstarred
    case 7: .evicted(reason: why, byteCount: byteCount)
    case 8: .deleted(by: why)
    case 9:
      .shared(
        shareID: try shareID.required("shared.share_id"), recipient: recipient,
        until: try FieldRange.time(until, "shared.until_ms"))
    case 10: .shareRevoked(shareID: try shareID.required("share_revoked.share_id"))
    default: throw .invalid(field: "event")
    }
  }
}
