internal import Core
internal import Ports

extension Exposure: WireMessage {
  init(reading bytes: Span<UInt8>) throws(DecodingFault) { self = try ExposureDraft.value(of: bytes) }

  func write(to writer: inout WireWriter) {
    writer.id(1, recordID)
    writer.sfixed32(2, position.latitudeE7)
    writer.sfixed32(3, position.longitudeE7)
    writer.uint32(4, UInt32(course.centidegrees))
    writer.sint32(5, hourBucket)
    writer.float(6, meanSpeed.metersPerSecond)
    writer.float(7, dwellSeconds)
    writer.bool(8, braked)
    if let proof { writer.message(9) { proof.write(to: &$0) } }
  }
}

/// `swerve.network.v1.Exposure`
private struct ExposureDraft: MessageDraft {
  private var recordID = WireID.empty
  private var latitudeE7: Int32 = 0
  private var longitudeE7: Int32 = 0
  private var course: UInt32 = 0
  private var hourBucket: Int32 = 0
  private var meanSpeed: Float = 0
  private var dwell: Float = 0
  private var braked = false
  private var proof: ProofDraft?

  mutating func merge(_ bytes: Span<UInt8>) throws(DecodingFault) {
    var reader = WireReader(bytes)
    while let field = try reader.nextField() {
      switch field.number {
      case 1: recordID = try reader.id(field)
      case 2: latitudeE7 = try reader.sfixed32(field)
      case 3: longitudeE7 = try reader.sfixed32(field)
      case 4: course = try reader.uint32(field)
      case 5: hourBucket = try reader.sint32(field)
      case 6: meanSpeed = try reader.float(field)
      case 7: dwell = try reader.float(field)
      case 8: braked = try reader.bool(field)
      case 9: try ProofDraft.merge(try reader.bytes(field), into: &proof)
      default: try reader.skip(field)
      }
    }
  }

  func value() throws(DecodingFault) -> Exposure {
    Exposure(
      recordID: try recordID.required("record_id"), position: try FieldRange.position(latitudeE7, longitudeE7),
      course: try FieldRange.course(course), hourBucket: try FieldRange.hourBucket(hourBucket),
      meanSpeed: .metersPerSecond(try FieldRange.finite(meanSpeed, "mean_speed_mps")),
      dwellSeconds: try FieldRange.finite(dwell, "dwell_s"), braked: braked, proof: try proof?.value())
  }
}
