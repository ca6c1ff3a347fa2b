internal import Core
internal import Ports

extension ClipEvent.Declaration {
  func write(to writer: inout WireWriter) {
    writer.enumeration(1, kind)
    writer.id(2, driveID)
    writer.optionalID(3, incidentID)
    writer.fixed64(4, byteCount)
    writer.bytes(5, sha256)
    writer.string(6, mediaType)
    writer.sfixed64(7, recordedFrom.milliseconds)
    writer.sfixed64(8, recordedUntil.milliseconds)
    writer.uint32(9, UInt32(clamping: triggerOffset.milliseconds))
  }
}

/// `swerve.personal.v1.ClipDeclared`
struct ClipDeclaredDraft: MessageDraft {
  private var kind: UInt32 = 0
  private var driveID = WireID.empty
  private var incidentID = WireID.empty
  private var byteCount: UInt64 = 0
  private var sha256: [UInt8] = []
  private var mediaType = ""
  private var recordedFrom: Int64 = 0
  private var recordedUntil: Int64 = 0
  private var triggerOffset: UInt32 = 0

  mutating func merge(_ bytes: Span<UInt8>) throws(DecodingFault) {
    var reader = WireReader(bytes)
    while let field = try reader.nextField() {
      switch field.number {
      case 1: kind = try reader.uint32(field)
      case 2: driveID = try reader.id(field)
      case 3: incidentID = try reader.id(field)
      case 4: byteCount = try reader.fixed64(field)
      case 5: sha256 = try reader.array(field)
      case 6: mediaType = try reader.string(field)
      case 7: recordedFrom = try reader.sfixed64(field)
      case 8: recordedUntil = try reader.sfixed64(field)
      case 9: triggerOffset = try reader.uint32(field)
      default: try reader.skip(field)
      }
    }
  }

  func value() throws(DecodingFault) -> ClipEvent.Declaration {
    ClipEvent.Declaration(
      kind: kind, driveID: try driveID.required("declared.drive_id"),
      incidentID: try incidentID.optional("declared.incident_id"), byteCount: byteCount,
      sha256: try FieldRange.bytes(sha256, count: ClipChangeDraft.sha256Length, "declared.sha256"),
      mediaType: mediaType, recordedFrom: try FieldRange.time(recordedFrom, "declared.recorded_from_ms"),
      recordedUntil: try FieldRange.time(recordedUntil, "declared.recorded_until_ms"),
      triggerOffset: .milliseconds(Int64(triggerOffset)))
  }
}
