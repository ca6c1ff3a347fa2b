internal import Core
internal import Ports

extension DriveEvent.TrackChunk {
  func write(to writer: inout WireWriter) {
    writer.sfixed64(1, base.milliseconds)
    writer.uint32Column(2, timeOffset)
    writer.fixedColumn(3, latitudeE7)
    writer.fixedColumn(4, longitudeE7)
    writer.uint32Column(5, course)
    writer.fixedColumn(6, speed)
  }
}

/// `swerve.personal.v1.TrackChunk`
struct TrackChunkDraft: MessageDraft {
  private var track = DriveEvent.TrackChunk(base: Timestamp(milliseconds: 0))

  mutating func merge(_ bytes: Span<UInt8>) throws(DecodingFault) {
    var reader = WireReader(bytes)
    while let field = try reader.nextField() {
      switch field.number {
      case 1: track.base = Timestamp(milliseconds: try reader.sfixed64(field))
      case 2: try reader.uint32Column(field, into: &track.timeOffset)
      case 3: try reader.fixedColumn(field, into: &track.latitudeE7)
      case 4: try reader.fixedColumn(field, into: &track.longitudeE7)
      case 5: try reader.uint32Column(field, into: &track.course)
      case 6: try reader.fixedColumn(field, into: &track.speed)
      default: try reader.skip(field)
      }
    }
  }

  /// The column of offsets says how many fixes there are.
  func value() throws(DecodingFault) -> DriveEvent.TrackChunk {
    let fixes = track.timeOffset.count
    _ = try FieldRange.time(track.base.milliseconds, "track.base_time_ms")
    try ColumnRange.count(track.latitudeE7.count, is: fixes, "track.latitude_e7")
    try ColumnRange.count(track.longitudeE7.count, is: fixes, "track.longitude_e7")
    try ColumnRange.count(track.course.count, is: fixes, "track.course_centidegrees")
    try ColumnRange.count(track.speed.count, is: fixes, "track.speed_mps")
    try ColumnRange.latitudes(track.latitudeE7, "track.latitude_e7")
    try ColumnRange.longitudes(track.longitudeE7, "track.longitude_e7")
    try ColumnRange.coursesOrAbsent(track.course, "track.course_centidegrees")
    try ColumnRange.finiteOrAbsent(track.speed, "track.speed_mps")
    return track
  }
}
