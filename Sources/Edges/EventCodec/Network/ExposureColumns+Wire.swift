internal import Core
internal import Ports

extension ExposureColumns {
  func write(to writer: inout WireWriter) {
    writer.sint32Column(1, hourBucket)
    writer.fixedColumn(2, latitudeE7)
    writer.fixedColumn(3, longitudeE7)
    writer.uint32Column(4, course)
    writer.fixedColumn(5, segment)
    writer.fixedColumn(6, meanSpeed)
    writer.fixedColumn(7, dwell)
    writer.boolColumn(8, braked)
    writer.recordIDs(9, recordIDs)
    writer.enumeration(10, placeScheme.rawValue)
    writer.fixedColumn(11, contribution)
  }
}

/// `swerve.network.v1.ExposureColumns`
struct ExposureColumnsDraft: MessageDraft {
  private var columns = ExposureColumns()
  private var recordIDsAreWhole = true

  mutating func merge(_ bytes: Span<UInt8>) throws(DecodingFault) {
    var reader = WireReader(bytes)
    while let field = try reader.nextField() {
      switch field.number {
      case 1: try reader.sint32Column(field, into: &columns.hourBucket)
      case 2: try reader.fixedColumn(field, into: &columns.latitudeE7)
      case 3: try reader.fixedColumn(field, into: &columns.longitudeE7)
      case 4: try reader.uint32Column(field, into: &columns.course)
      case 5: try reader.fixedColumn(field, into: &columns.segment)
      case 6: try reader.fixedColumn(field, into: &columns.meanSpeed)
      case 7: try reader.fixedColumn(field, into: &columns.dwell)
      case 8: try reader.boolColumn(field, into: &columns.braked)
      case 9:
        let ids = try reader.recordIDs(field)
        recordIDsAreWhole = ids != nil
        columns.recordIDs = ids ?? []
      case 10: columns.placeScheme = PlaceScheme(rawValue: try reader.uint32(field))
      case 11: try reader.fixedColumn(field, into: &columns.contribution)
      default: try reader.skip(field)
      }
    }
  }

  /// The column of hours says how many rows there are.
  func value() throws(DecodingFault) -> ExposureColumns {
    let rows = columns.count
    try ColumnRange.count(columns.latitudeE7.count, is: rows, "exposures.latitude_e7")
    try ColumnRange.count(columns.longitudeE7.count, is: rows, "exposures.longitude_e7")
    try ColumnRange.count(columns.course.count, is: rows, "exposures.course_centidegrees")
    try ColumnRange.count(columns.segment.count, is: rows, "exposures.segment")
    try ColumnRange.count(columns.meanSpeed.count, is: rows, "exposures.mean_speed_mps")
    try ColumnRange.count(columns.dwell.count, is: rows, "exposures.dwell_s")
    try ColumnRange.count(columns.braked.count, is: rows, "exposures.braked")
    guard recordIDsAreWhole, columns.recordIDs.count == rows else { throw .invalid(field: "exposures.record_ids") }
    if !columns.contribution.isEmpty {
      try ColumnRange.count(columns.contribution.count, is: rows, "exposures.contribution")
    }
    try ColumnRange.hourBuckets(columns.hourBucket, "exposures.hour_bucket")
    try ColumnRange.latitudes(columns.latitudeE7, "exposures.latitude_e7")
    try ColumnRange.longitudes(columns.longitudeE7, "exposures.longitude_e7")
    try ColumnRange.courses(columns.course, "exposures.course_centidegrees")
    try ColumnRange.finite(columns.meanSpeed, "exposures.mean_speed_mps")
    try ColumnRange.finite(columns.dwell, "exposures.dwell_s")
    return columns
  }
}
