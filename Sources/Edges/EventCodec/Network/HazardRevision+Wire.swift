internal import Core
internal import Ports

extension HazardRevision: WireMessage {
  init(reading bytes: Span<UInt8>) throws(DecodingFault) { self = try RevisionDraft.value(of: bytes) }

  func write(to writer: inout WireWriter) {
    writer.id(1, hazardID)
    writer.uint32(2, revision)
    writer.enumeration(3, state.rawValue)
    writer.enumeration(4, kind.rawValue)
    writer.fixed64(5, segment)
    writer.enumeration(6, placeScheme.rawValue)
    writer.fixed64(7, tile.key)
    writer.sfixed32(8, position.latitudeE7)
    writer.sfixed32(9, position.longitudeE7)
    writer.uint32(10, UInt32(course.centidegrees))
    writer.uint32(11, grade)
    writer.uint32(12, cameras)
    writer.sfixed64(13, opened.milliseconds)
    writer.sfixed64(14, time.milliseconds)
    writer.sfixed64(15, expectedUntil.milliseconds)
    writer.enumeration(16, comparison.rawValue)
    writer.optionalFloat(17, likelihoodRatio)
    writer.float(18, peakDeceleration?.g ?? .nan)
  }
}

/// `swerve.network.v1.HazardRevision`
private struct RevisionDraft: MessageDraft {
  /// Distinct cameras, ten and more as ten.
  private static let grades: ClosedRange<UInt32> = 2...10

  private var hazardID = WireID.empty
  private var revision: UInt32 = 0
  private var state: UInt32 = 0
  private var kind: UInt32 = 0
  private var segment: UInt64 = 0
  private var placeScheme: UInt32 = 0
  private var tile: UInt64 = 0
  private var latitudeE7: Int32 = 0
  private var longitudeE7: Int32 = 0
  private var course: UInt32 = 0
  private var grade: UInt32 = 0
  private var cameras: UInt32 = 0
  private var opened: Int64 = 0
  private var time: Int64 = 0
  private var expectedUntil: Int64 = 0
  private var comparison: UInt32 = 0
  private var likelihoodRatio: Float?
  private var peakDeceleration: Float = 0

  mutating func merge(_ bytes: Span<UInt8>) throws(DecodingFault) {
    var reader = WireReader(bytes)
    while let field = try reader.nextField() {
      switch field.number {
      case 1: hazardID = try reader.id(field)
      case 2: revision = try reader.uint32(field)
      case 3: state = try reader.uint32(field)
      case 4: kind = try reader.uint32(field)
      case 5: segment = try reader.fixed64(field)
      case 6: placeScheme = try reader.uint32(field)
      case 7: tile = try reader.fixed64(field)
      case 8: latitudeE7 = try reader.sfixed32(field)
      case 9: longitudeE7 = try reader.sfixed32(field)
      case 10: course = try reader.uint32(field)
      case 11: grade = try reader.uint32(field)
      case 12: cameras = try reader.uint32(field)
      case 13: opened = try reader.sfixed64(field)
      case 14: time = try reader.sfixed64(field)
      case 15: expectedUntil = try reader.sfixed64(field)
      case 16: comparison = try reader.uint32(field)
      case 17: likelihoodRatio = try reader.float(field)
      case 18: peakDeceleration = try reader.float(field)
      default: try reader.skip(field)
      }
    }
  }

  func value() throws(DecodingFault) -> HazardRevision {
    guard revision >= 1 else { throw .invalid(field: "revision") }
    guard Self.grades.contains(grade) else { throw .invalid(field: "grade") }
    var value = HazardRevision(
      hazardID: try hazardID.required("hazard_id"), revision: revision, state: HazardState(rawValue: state),
      kind: HazardKind(rawValue: kind), segment: segment, placeScheme: PlaceScheme(rawValue: placeScheme),
      tile: try FieldRange.tile(tile), position: try FieldRange.position(latitudeE7, longitudeE7),
      course: try FieldRange.course(course), grade: grade, cameras: cameras,
      opened: try FieldRange.time(opened, "opened_ms"), time: try FieldRange.time(time, "event_time_ms"),
      expectedUntil: try FieldRange.time(expectedUntil, "expected_until_ms"),
      comparison: HazardRevision.Comparison(rawValue: comparison))
    if let likelihoodRatio {
      value.likelihoodRatio = try FieldRange.finite(likelihoodRatio, "likelihood_ratio")
    }
    if !peakDeceleration.isNaN {
      value.peakDeceleration = .g(try FieldRange.finite(peakDeceleration, "peak_deceleration_g"))
    }
    return value
  }
}
