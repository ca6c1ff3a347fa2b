internal import Core
internal import Ports

extension DriveEvent.DriveEnd {
  func write(to writer: inout WireWriter) {
    writer.sfixed32(1, position.latitudeE7)
    writer.sfixed32(2, position.longitudeE7)
    writer.float(3, Float(distance.meters))
    writer.uint32(4, UInt32(clamping: duration.milliseconds))
    writer.enumeration(5, reason.rawValue)
  }
}

/// `swerve.personal.v1.DriveEnded`
struct DriveEndedDraft: MessageDraft {
  private var latitudeE7: Int32 = 0
  private var longitudeE7: Int32 = 0
  private var distance: Float = 0
  private var duration: UInt32 = 0
  private var reason: UInt32 = 0

  mutating func merge(_ bytes: Span<UInt8>) throws(DecodingFault) {
    var reader = WireReader(bytes)
    while let field = try reader.nextField() {
      switch field.number {
      case 1: latitudeE7 = try reader.sfixed32(field)
      case 2: longitudeE7 = try reader.sfixed32(field)
      case 3: distance = try reader.float(field)
      case 4: duration = try reader.uint32(field)
      case 5: reason = try reader.uint32(field)
      default: try reader.skip(field)
      }
    }
  }

  func value() throws(DecodingFault) -> DriveEvent.DriveEnd {
    DriveEvent.DriveEnd(
      position: try FieldRange.position(latitudeE7, longitudeE7, in: "ended."),
      distance: .meters(Double(try FieldRange.finite(distance, "ended.distance_m"))),
      duration: .milliseconds(Int64(duration)), reason: DriveEvent.EndReason(rawValue: reason))
  }
}
