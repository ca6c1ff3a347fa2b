internal import Core
internal import Ports

extension HazardSighting: WireMessage {
  init(reading bytes: Span<UInt8>) throws(DecodingFault) { self = try SightingDraft.value(of: bytes) }

  func write(to writer: inout WireWriter) {
    writer.id(1, recordID)
    writer.sfixed32(2, position.latitudeE7)
    writer.sfixed32(3, position.longitudeE7)
    writer.optionalUInt32(4, course.map { UInt32($0.centidegrees) })
    writer.sfixed64(5, time.milliseconds)
    writer.enumeration(6, kind.rawValue)
    if let peaks { writer.message(7) { peaks.write(to: &$0) } }
    writer.uint32(8, UInt32(clamping: duration.milliseconds))
    writer.optionalFloat(9, speedBefore?.metersPerSecond)
    writer.optionalFloat(10, speedAfter?.metersPerSecond)
    if let anticipation { writer.message(11) { anticipation.write(to: &$0) } }
    writer.optionalFloat(12, horizontalAccuracy.map { Float($0.meters) })
    writer.enumeration(13, quality.rawValue)
    if let proof { writer.message(14) { proof.write(to: &$0) } }
    writer.optionalID(15, answersHazard)
  }
}

/// `swerve.network.v1.HazardSighting`
private struct SightingDraft: MessageDraft {
  private var recordID = WireID.empty
  private var latitudeE7: Int32 = 0
  private var longitudeE7: Int32 = 0
  private var course: UInt32?
  private var time: Int64 = 0
  private var kind: UInt32 = 0
  private var peaks: PeaksDraft?
  private var duration: UInt32 = 0
  private var speedBefore: Float?
  private var speedAfter: Float?
  private var anticipation: AnticipationDraft?
  private var accuracy: Float?
  private var quality: UInt32 = 0
  private var proof: ProofDraft?
  private var hazardID: WireID?

  mutating func merge(_ bytes: Span<UInt8>) throws(DecodingFault) {
    var reader = WireReader(bytes)
    while let field = try reader.nextField() {
      switch field.number {
      case 1: recordID = try reader.id(field)
      case 2: latitudeE7 = try reader.sfixed32(field)
      case 3: longitudeE7 = try reader.sfixed32(field)
      case 4: course = try reader.uint32(field)
      case 5: time = try reader.sfixed64(field)
      case 6: kind = try reader.uint32(field)
      case 7: try PeaksDraft.merge(try reader.bytes(field), into: &peaks)
      case 8: duration = try reader.uint32(field)
      case 9: speedBefore = try reader.float(field)
      case 10: speedAfter = try reader.float(field)
      case 11: try AnticipationDraft.merge(try reader.bytes(field), into: &anticipation)
      case 12: accuracy = try reader.float(field)
      case 13: quality = try reader.uint32(field)
      case 14: try ProofDraft.merge(try reader.bytes(field), into: &proof)
      case 15: hazardID = try reader.id(field)
      default: try reader.skip(field)
      }
    }
  }

  func value() throws(DecodingFault) -> HazardSighting {
    var sighting = HazardSighting(
      recordID: try recordID.required("record_id"), position: try FieldRange.position(latitudeE7, longitudeE7),
      course: nil, time: try FieldRange.time(time, "event_time_ms"), kind: SightingKind(rawValue: kind),
      peaks: try peaks?.value(), duration: .milliseconds(Int64(duration)), anticipation: try anticipation?.value(),
      quality: SensorQuality(rawValue: quality), proof: try proof?.value(),
      answersHazard: try hazardID?.required("hazard_id"))
    if let course { sighting.course = try FieldRange.course(course) }
    if let speedBefore {
      sighting.speedBefore = .metersPerSecond(try FieldRange.finite(speedBefore, "speed_before_mps"))
    }
    if let speedAfter {
      sighting.speedAfter = .metersPerSecond(try FieldRange.finite(speedAfter, "speed_after_mps"))
    }
    if let accuracy {
      sighting.horizontalAccuracy = .meters(
        Double(try FieldRange.magnitude(accuracy, "horizontal_accuracy_m")))
    }
    return sighting
  }
}

/// `swerve.network.v1.Peaks`
private struct PeaksDraft: MessageDraft {
  private var deceleration: Float = 0
  private var lateral: Float = 0
  private var vertical: Float = 0

  mutating func merge(_ bytes: Span<UInt8>) throws(DecodingFault) {
    var reader = WireReader(bytes)
    while let field = try reader.nextField() {
      switch field.number {
      case 1: deceleration = try reader.float(field)
      case 2: lateral = try reader.float(field)
      case 3: vertical = try reader.float(field)
      default: try reader.skip(field)
      }
    }
  }

  func value() throws(DecodingFault) -> HazardSighting.Peaks {
    HazardSighting.Peaks(
      deceleration: .g(try FieldRange.magnitude(deceleration, "peaks.deceleration_g")),
      lateral: .g(try FieldRange.finite(lateral, "peaks.lateral_g")),
      vertical: .g(try FieldRange.finite(vertical, "peaks.vertical_g")))
  }
}

extension HazardSighting.Peaks {
  fileprivate func write(to writer: inout WireWriter) {
    writer.float(1, deceleration.g)
    writer.float(2, lateral.g)
    writer.float(3, vertical.g)
  }
}

/// `swerve.network.v1.Anticipation`
private struct AnticipationDraft: MessageDraft {
  private var probability: Float = 0
  private var leadTime: Float = 0

  mutating func merge(_ bytes: Span<UInt8>) throws(DecodingFault) {
    var reader = WireReader(bytes)
    while let field = try reader.nextField() {
      switch field.number {
      case 1: probability = try reader.float(field)
      case 2: leadTime = try reader.float(field)
      default: try reader.skip(field)
      }
    }
  }

  func value() throws(DecodingFault) -> HazardSighting.Anticipation {
    HazardSighting.Anticipation(
      probability: try FieldRange.probability(probability, "anticipation.probability"),
      leadTimeSeconds: try FieldRange.finite(leadTime, "anticipation.lead_time_s"))
  }
}

extension HazardSighting.Anticipation {
  fileprivate func write(to writer: inout WireWriter) {
    writer.float(1, probability)
    writer.float(2, leadTimeSeconds)
  }
}
