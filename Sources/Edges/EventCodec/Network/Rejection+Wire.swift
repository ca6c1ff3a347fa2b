internal import Core
internal import Ports

extension Rejection: WireMessage {
  init(reading bytes: Span<UInt8>) throws(DecodingFault) { self = try RejectionDraft.value(of: bytes) }

  func write(to writer: inout WireWriter) {
    writer.enumeration(1, reason.rawValue)
    writer.string(2, topic)
    writer.uint32(3, partition)
    writer.uint64(4, offset)
    writer.uint32(5, valueBytes)
    writer.sfixed64(6, logTime.milliseconds)
  }
}

/// `swerve.network.v1.Rejection`
private struct RejectionDraft: MessageDraft {
  private var reason: UInt32 = 0
  private var topic = ""
  private var partition: UInt32 = 0
  private var offset: UInt64 = 0
  private var valueBytes: UInt32 = 0
  private var logTime: Int64 = 0

  mutating func merge(_ bytes: Span<UInt8>) throws(DecodingFault) {
    var reader = WireReader(bytes)
    while let field = try reader.nextField() {
      switch field.number {
      case 1: reason = try reader.uint32(field)
      case 2: topic = try reader.string(field)
      case 3: partition = try reader.uint32(field)
      case 4: offset = try reader.uint64(field)
      case 5: valueBytes = try reader.uint32(field)
      case 6: logTime = try reader.sfixed64(field)
      default: try reader.skip(field)
      }
    }
  }

  func value() throws(DecodingFault) -> Rejection {
    Rejection(
      reason: RejectionReason(rawValue: reason), topic: topic, partition: partition, offset: offset,
      valueBytes: valueBytes, logTime: try FieldRange.time(logTime, "log_time_ms"))
  }
}
