internal import Core
internal import Ports

extension ClipEvent: WireMessage {
  init(reading bytes: Span<UInt8>) throws(DecodingFault) { self = try ClipEventDraft.value(of: bytes) }

  func write(to writer: inout WireWriter) {
    writer.id(1, clipID)
    writer.sfixed64(2, time.milliseconds)
    switch content {
    case .declared(let declaration): writer.message(3) { declaration.write(to: &$0) }
    case .received(let byteCount, let sha256):
      writer.message(4) {
        $0.fixed64(1, byteCount)
        $0.bytes(2, sha256)
      }
    case .starred: writer.message(5) { _ in }
    case .unstarred: writer.message(6) { _ in }
    case .evicted(let reason, let byteCount):
      writer.message(7) {
        $0.enumeration(1, reason)
        $0.fixed64(2, byteCount)
      }
    case .deleted(let actor): writer.message(8) { $0.enumeration(1, actor) }
    case .shared(let shareID, let recipient, let until):
      writer.message(9) {
        $0.id(1, shareID)
        $0.string(2, recipient)
        $0.sfixed64(3, until.milliseconds)
      }
    case .shareRevoked(let shareID): writer.message(10) { $0.id(1, shareID) }
    }
  }
}

/// `swerve.personal.v1.ClipEvent`
private struct ClipEventDraft: MessageDraft {
  private var clipID = WireID.empty
  private var time: Int64 = 0
  // The cases of the oneof: reading one drops the other, reading it again merges.
  private var declared: ClipDeclaredDraft?
  private var other: ClipChangeDraft?

  mutating func merge(_ bytes: Span<UInt8>) throws(DecodingFault) {
    var reader = WireReader(bytes)
    while let field = try reader.nextField() {
      switch field.number {
      case 1: clipID = try reader.id(field)
      case 2: time = try reader.sfixed64(field)
      case 3:
        other = nil
        try ClipDeclaredDraft.merge(try reader.bytes(field), into: &declared)
      case 4...10:
        declared = nil
        var change = other?.number == field.number ? other.take() : nil
        change = change ?? ClipChangeDraft(number: field.number)
        try change?.merge(try reader.bytes(field))
        other = change
      default: try reader.skip(field)
      }
    }
  }

  func value() throws(DecodingFault) -> ClipEvent {
    ClipEvent(
      clipID: try clipID.required("clip_id"), time: try FieldRange.time(time, "event_time_ms"),
      content: try content())
  }

  private func content() throws(DecodingFault) -> ClipEvent.Content {
    if let declared { return .declared(try declared.value()) }
    if let other { return try other.value() }
    throw .invalid(field: "event")
  }
}
