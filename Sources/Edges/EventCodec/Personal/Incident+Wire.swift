internal import Core
internal import Ports

extension DriveEvent.Incident {
  func write(to writer: inout WireWriter) {
    writer.id(1, incidentID)
    writer.enumeration(2, kind.rawValue)
    writer.sfixed32(3, position.latitudeE7)
    writer.sfixed32(4, position.longitudeE7)
    writer.uint32(5, course.map { UInt32($0.centidegrees) } ?? AbsentValue.course)
    writer.float(6, peaks.deceleration.g)
    writer.float(7, peaks.lateral.g)
    writer.float(8, peaks.vertical.g)
    writer.uint32(9, UInt32(clamping: duration.milliseconds))
    writer.float(10, speedBefore?.metersPerSecond ?? .nan)
    writer.float(11, speedAfter?.metersPerSecond ?? .nan)
    writer.float(12, probability ?? .nan)
  }
}

/// `swerve.personal.v1.Incident`
struct IncidentDraft: MessageDraft {
  private var incidentID = WireID.empty
  private var kind: UInt32 = 0
  private var latitudeE7: Int32 = 0
  private var longitudeE7: Int32 = 0
  private var course: UInt32 = 0
  private var deceleration: Float = 0
  private var lateral: Float = 0
  private var vertical: Float = 0
  private var duration: UInt32 = 0
  private var speedBefore: Float = 0
  private var speedAfter: Float = 0
  private var probability: Float = 0

  mutating func merge(_ bytes: Span<UInt8>) throws(DecodingFault) {
    var reader = WireReader(bytes)
    while let field = try reader.nextField() {
      switch field.number {
      case 1: incidentID = try reader.id(field)
      case 2: kind = try reader.uint32(field)
      case 3: latitudeE7 = try reader.sfixed32(field)
      case 4: longitudeE7 = try reader.sfixed32(field)
      case 5: course = try reader.uint32(field)
      case 6: deceleration = try reader.float(field)
      case 7: lateral = try reader.float(field)
      case 8: vertical = try reader.float(field)
      case 9: duration = try reader.uint32(field)
      case 10: speedBefore = try reader.float(field)
      case 11: speedAfter = try reader.float(field)
      case 12: probability = try reader.float(field)
      default: try reader.skip(field)
      }
    }
  }

  func value() throws(DecodingFault) -> DriveEvent.Incident {
    var incident = DriveEvent.Incident(
      incidentID: try incidentID.required("incident.incident_id"), kind: IncidentKind(rawValue: kind),
      position: try FieldRange.position(latitudeE7, longitudeE7, in: "incident."), course: nil,
      peaks: HazardSighting.Peaks(
        deceleration: .g(try FieldRange.finite(deceleration, "incident.deceleration_g")),
        lateral: .g(try FieldRange.finite(lateral, "incident.lateral_g")),
        vertical: .g(try FieldRange.finite(vertical, "incident.vertical_g"))),
      duration: .milliseconds(Int64(duration)), speedBefore: nil, speedAfter: nil, probability: nil)
    if course != AbsentValue.course {
      incident.course = try FieldRange.course(course, "incident.course_centidegrees")
    }
    if !speedBefore.isNaN {
      incident.speedBefore = .metersPerSecond(try FieldRange.finite(speedBefore, "incident.speed_before_mps"))
    }
    if !speedAfter.isNaN {
      incident.speedAfter = .metersPerSecond(try FieldRange.finite(speedAfter, "incident.speed_after_mps"))
    }
    if !probability.isNaN {
      incident.probability = try FieldRange.probability(probability, "incident.probability")
    }
    return incident
  }
}
