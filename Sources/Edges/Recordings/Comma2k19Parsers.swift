internal import Core

/// `gnss_ublox.csv` of a comma2k19 segment: t, lat, lon, speed_mps, utc_ms, alt_m, bearing_deg.
struct Comma2k19PositionParser: LineParser {
  private var header: CSVHeader?
  let clock: Comma2k19Clock

  init(clock: Comma2k19Clock) { self.clock = clock }

  mutating func absorb(_ line: ArraySlice<UInt8>) throws(LineFault) -> [SensorReading] {
    guard let header else {
      header = CSVHeader(line)
      return []
    }
    let row = try CSVRow(line, header: header)
    let time = try clock.time(try row.requiredNumber(try header.column("t")))
    let speed = try row.number(try header.column("speed_mps"))
    return [
      .fix(
        PositionFix(
          time: time,
          position: try ReadingFields.position(
            try row.requiredNumber(try header.column("lat")), try row.requiredNumber(try header.column("lon"))),
          speed: try ReadingFields.speed(speed, field: "speed_mps"),
          course: try row.number(try header.column("bearing_deg")).flatMap { Course(degrees: $0) }))
    ]
  }
}

/// `imu_accel.csv` of a comma2k19 segment: t, then m/s² forward, right, down, gravity included (down reads about −9.66:
/// the seat pushes upwards).
struct Comma2k19MotionParser: LineParser {
  private var header: CSVHeader?
  let clock: Comma2k19Clock

  init(clock: Comma2k19Clock) { self.clock = clock }

  mutating func absorb(_ line: ArraySlice<UInt8>) throws(LineFault) -> [SensorReading] {
    guard let header else {
      header = CSVHeader(line)
      return []
    }
    let row = try CSVRow(line, header: header)
    let gravity = Double(Acceleration.metersPerSecondSquaredPerG)
    let forward = try row.requiredNumber(try header.column("ax_forward")) / gravity
    let right = try row.requiredNumber(try header.column("ay_right")) / gravity
    let down = try row.requiredNumber(try header.column("az_down")) / gravity
    return [
      .motion(
        MotionSample(
          time: try clock.time(try row.requiredNumber(try header.column("t"))),
          forward: try ReadingFields.acceleration(forward, field: "ax_forward"),
          right: try ReadingFields.acceleration(right, field: "ay_right"),
          up: try ReadingFields.acceleration(-down - 1, field: "az_down")))
    ]
  }
}

/// The clock of a comma2k19 segment: seconds since the device was switched on, `offset` seconds behind UTC.
struct Comma2k19Clock: Hashable, Sendable {
  /// Rows of the receiver that tell the offset; their median, because delivery jitters by up to 60 ms.
  static let rows = 100

  var offset: Double

  func time(_ seconds: Double) throws(LineFault) -> Timestamp {
    try ReadingFields.time(seconds + offset, field: "t")
  }

  /// From the first rows of `gnss_ublox.csv`; nil when none has both times.
  init?(head: [UInt8]) {
    var header: CSVHeader?
    var offsets: [Double] = []
    for line in head.split(separator: UInt8(ascii: "\n")) where offsets.count < Self.rows {
      guard let columns = header else {
        header = CSVHeader(line)
        continue
      }
      guard let row = try? CSVRow(line, header: columns), let tColumn = try? columns.column("t"),
        let utcColumn = try? columns.column("utc_ms"), let t = try? row.requiredNumber(tColumn),
        let utc = try? row.requiredNumber(utcColumn)
      else { continue }
      offsets.append(utc / 1000 - t)
    }
    guard !offsets.isEmpty else { return nil }
    offset = offsets.sorted()[offsets.count / 2]
  }
}
