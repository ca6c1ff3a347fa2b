internal import Core
internal import Ports

extension SightingColumns {
  func write(to writer: inout WireWriter) {
    writer.fixedColumn(1, eventTime)
    writer.fixedColumn(2, latitudeE7)
    writer.fixedColumn(3, longitudeE7)
    writer.uint32Column(4, course)
    writer.fixedColumn(5, segment)
    writer.fixedColumn(6, camera)
    writer.sint32Column(7, day)
    writer.uint32Column(8, kind)
    writer.fixedColumn(9, deceleration)
    writer.fixedColumn(10, lateral)
    writer.fixedColumn(11, vertical)
    writer.fixedColumn(12, speedBefore)
    writer.fixedColumn(13, speedAfter)
    writer.fixedColumn(14, probability)
    writer.fixedColumn(15, horizontalAccuracy)
    writer.uint32Column(16, quality)
    writer.recordIDs(17, recordIDs)
    writer.enumeration(18, placeScheme.rawValue)
  }
}

/// `swerve.network.v1.SightingColumns`
struct SightingColumnsDraft: MessageDraft {
  private var columns = SightingColumns()
  private var recordIDsAreWhole = true

  mutating func merge(_ bytes: Span<UInt8>) throws(DecodingFault) {
    var reader = WireReader(bytes)
    while let field = try reader.nextField() {
      switch field.number {
      case 1: try reader.fixedColumn(field, into: &columns.eventTime)
      case 2: try reader.fixedColumn(field, into: &columns.latitudeE7)
      case 3: try reader.fixedColumn(field, into: &columns.longitudeE7)
      case 4: try reader.uint32Column(field, into: &columns.course)
      case 5: try reader.fixedColumn(field, into: &columns.segment)
      case 6: try reader.fixedColumn(field, into: &columns.camera)
      case 7: try reader.sint32Column(field, into: &columns.day)
      case 8: try reader.uint32Column(field, into: &columns.kind)
      case 9: try reader.fixedColumn(field, into: &columns.deceleration)
      case 10: try reader.fixedColumn(field, into: &columns.lateral)
      case 11: try reader.fixedColumn(field, into: &columns.vertical)
      case 12: try reader.fixedColumn(field, into: &columns.speedBefore)
      case 13: try reader.fixedColumn(field, into: &columns.speedAfter)
      case 14: try reader.fixedColumn(field, into: &columns.probability)
      case 15: try reader.fixedColumn(field, into: &columns.horizontalAccuracy)
      case 16: try reader.uint32Column(field, into: &columns.quality)
      case 17:
        let ids = try reader.recordIDs(field)
        recordIDsAreWhole = ids != nil
        columns.recordIDs = ids ?? []
      case 18: columns.placeScheme = PlaceScheme(rawValue: try reader.uint32(field))
      default: try reader.skip(field)
      }
    }
  }

  func value() throws(DecodingFault) -> SightingColumns {
    try checkLengths()
    try ColumnRange.times(columns.eventTime, "sightings.event_time_ms")
    try ColumnRange.latitudes(columns.latitudeE7, "sightings.latitude_e7")
    try ColumnRange.longitudes(columns.longitudeE7, "sightings.longitude_e7")
    try ColumnRange.coursesOrAbsent(columns.course, "sightings.course_centidegrees")
    try ColumnRange.days(columns.day, "sightings.day")
    try ColumnRange.magnitudesOrAbsent(columns.deceleration, "sightings.deceleration_g")
    try ColumnRange.finiteOrAbsent(columns.lateral, "sightings.lateral_g")
    try ColumnRange.finiteOrAbsent(columns.vertical, "sightings.vertical_g")
    try ColumnRange.finiteOrAbsent(columns.speedBefore, "sightings.speed_before_mps")
    try ColumnRange.finiteOrAbsent(columns.speedAfter, "sightings.speed_after_mps")
    try ColumnRange.probabilitiesOrAbsent(columns.probability, "sightings.probability")
    try ColumnRange.magnitudesOrAbsent(columns.horizontalAccuracy, "sightings.horizontal_accuracy_m")
    return columns
  }

  /// The column of times says how many rows there are.
  private func checkLengths() throws(DecodingFault) {
    let rows = columns.count
    try ColumnRange.count(columns.latitudeE7.count, is: rows, "sightings.latitude_e7")
    try ColumnRange.count(columns.longitudeE7.count, is: rows, "sightings.longitude_e7")
    try ColumnRange.count(columns.course.count, is: rows, "sightings.course_centidegrees")
    try ColumnRange.count(columns.segment.count, is: rows, "sightings.segment")
    try ColumnRange.count(columns.camera.count, is: rows, "sightings.camera")
    try ColumnRange.count(columns.day.count, is: rows, "sightings.day")
    try ColumnRange.count(columns.kind.count, is: rows, "sightings.kind")
    try ColumnRange.count(columns.deceleration.count, is: rows, "sightings.deceleration_g")
    try ColumnRange.count(columns.lateral.count, is: rows, "sightings.lateral_g")
    try ColumnRange.count(columns.vertical.count, is: rows, "sightings.vertical_g")
    try ColumnRange.count(columns.speedBefore.count, is: rows, "sightings.speed_before_mps")
    try ColumnRange.count(columns.speedAfter.count, is: rows, "sightings.speed_after_mps")
    try ColumnRange.count(columns.probability.count, is: rows, "sightings.probability")
    try ColumnRange.count(columns.horizontalAccuracy.count, is: rows, "sightings.horizontal_accuracy_m")
    try ColumnRange.count(columns.quality.count, is: rows, "sightings.quality")
    guard recordIDsAreWhole, columns.recordIDs.count == rows else { throw .invalid(field: "sightings.record_ids") }
  }
}
