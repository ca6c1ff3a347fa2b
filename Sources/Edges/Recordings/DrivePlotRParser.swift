internal import Core

/// The CSV of DrivePlotR: a row a second, many drives in one file.
///
/// Columns used: `drive`, `time_utc` (s), `gps_lat`, `gps_long` (degrees), `gps_heading` (degrees, unwrapped),
/// `gps_hdop`, `speed_mph`, and `accel_x` forward, `accel_y` right, `accel_z` up in g. `accel_z` holds gravity (about
/// 1), which is taken off here. `grav_*` is not: the recorder has levelled its values (the median of `accel_x` over a
/// drive stays within 0.06 g while that of `grav_x` goes to 0.26 g). `accel_y` is positive in right turns, as the
/// product of speed and rate of turn shows.
struct DrivePlotRParser: LineParser {
  private struct Columns {
    var drive, time, latitude, longitude, heading, hdop, speed, forward, right, up: CSVColumn

    init(_ header: CSVHeader) throws(LineFault) {
      drive = try header.column("drive")
      time = try header.column("time_utc")
      latitude = try header.column("gps_lat")
      longitude = try header.column("gps_long")
      heading = try header.column("gps_heading")
      hdop = try header.column("gps_hdop")
      speed = try header.column("speed_mph")
      forward = try header.column("accel_x")
      right = try header.column("accel_y")
      up = try header.column("accel_z")
    }
  }

  private var header: (row: CSVHeader, columns: Columns)?
  private var drive: String?

  mutating func absorb(_ line: ArraySlice<UInt8>) throws(LineFault) -> [SensorReading] {
    guard let header else {
      let row = CSVHeader(line)
      self.header = (row, try Columns(row))
      return []
    }
    let row = try CSVRow(line, header: header.row)
    let columns = header.columns
    let time = try ReadingFields.time(try row.requiredNumber(columns.time), field: columns.time.name)
    var readings: [SensorReading] = []
    if drive != row.text(columns.drive) {
      readings.append(.recordingStarted(time))
    }
    let mph = try row.number(columns.speed)
    let hdop = try row.number(columns.hdop)
    readings.append(
      .fix(
        PositionFix(
          time: time,
          position: try ReadingFields.position(
            try row.requiredNumber(columns.latitude), try row.requiredNumber(columns.longitude)),
          speed: try ReadingFields.speed(mph.map { $0 * 0.44704 }, field: columns.speed.name),
          course: try row.number(columns.heading).flatMap { Course(degrees: $0) },
          horizontalAccuracy: try ReadingFields.accuracy(
            hdop.map { $0 * ReadingFields.metersPerHDOP }, field: columns.hdop.name))))
    // One row of the published file has no accelerometer values; its fix still counts.
    if let forward = try row.number(columns.forward), let right = try row.number(columns.right),
      let up = try row.number(columns.up)
    {
      readings.append(
        .motion(
          MotionSample(
            time: time, forward: try ReadingFields.acceleration(forward, field: columns.forward.name),
            right: try ReadingFields.acceleration(right, field: columns.right.name),
            up: try ReadingFields.acceleration(up - 1, field: columns.up.name))))
    }
    drive = row.text(columns.drive)
    return readings
  }
}
