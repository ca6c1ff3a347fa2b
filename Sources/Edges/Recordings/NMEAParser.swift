internal import Core

/// A receiver's NMEA 0183: RMC, GGA and VTG of one instant become one fix; other sentences pass.
///
/// Accuracy is HDOP × 5 m. The date comes from RMC only; a sentence without one belongs to the day of the last RMC,
/// or the day after when its time of day has gone back by more than twelve hours (midnight). Two-digit years from 80
/// are 19xx.
struct NMEAParser: LineParser {
  private static let day = 86_400_000

  /// What the sentences of one instant have said so far.
  private struct Epoch {
    var timeOfDay: Int
    var days: Int?
    var position: Coordinate?
    var speed: Speed?
    var course: Course?
    var accuracy: Distance?
    /// A receiver without a fix repeats its last position, and says so.
    var isValid = true
  }

  private var epoch: Epoch?
  /// The last instant that had a date.
  private var lastDays: Int?
  private var lastTimeOfDay = 0

  mutating func absorb(_ line: ArraySlice<UInt8>) throws(LineFault) -> [SensorReading] {
    let sentence = try NMEASentence(checking: line)
    switch sentence.type {
    case "RMC": return try absorbRMC(sentence)
    case "GGA": return try absorbGGA(sentence)
    case "VTG":
      try absorbVTG(sentence)
      return []
    default: return []
    }
  }

  mutating func finish() -> [SensorReading] { complete() }

  /// hhmmss.ss, A/V, lat, N/S, lon, E/W, knots, course, ddmmyy, …
  private mutating func absorbRMC(_ sentence: NMEASentence) throws(LineFault) -> [SensorReading] {
    guard let time = try sentence.timeOfDay(0) else { return [] }
    let latitude = try sentence.angle(2, named: "latitude")
    let longitude = try sentence.angle(4, named: "longitude")
    let speed = try ReadingFields.speed(try sentence.number(6, named: "speed").map { $0 * 1852 / 3600 }, field: "speed")
    let course = try sentence.number(7, named: "course").flatMap { Course(degrees: $0) }
    let date = try sentence.field(8).map { text throws(LineFault) in try Self.date(text) }
    var position: Coordinate?
    if let latitude, let longitude { position = try ReadingFields.position(latitude, longitude) }
    let readings = turn(to: time)
    epoch?.days = date
    if let position { epoch?.position = position }
    epoch?.speed = speed
    epoch?.course = course
    if sentence.field(1) != "A" { epoch?.isValid = false }
    return readings
  }

  /// hhmmss.ss, lat, N/S, lon, E/W, quality, satellites, HDOP, …
  private mutating func absorbGGA(_ sentence: NMEASentence) throws(LineFault) -> [SensorReading] {
    guard let time = try sentence.timeOfDay(0) else { return [] }
    let latitude = try sentence.angle(1, named: "latitude")
    let longitude = try sentence.angle(3, named: "longitude")
    let accuracy = try ReadingFields.accuracy(
      try sentence.number(7, named: "HDOP").map { $0 * ReadingFields.metersPerHDOP }, field: "HDOP")
    var position: Coordinate?
    if let latitude, let longitude { position = try ReadingFields.position(latitude, longitude) }
    let readings = turn(to: time)
    if let position { epoch?.position = position }
    epoch?.accuracy = accuracy
    if sentence.field(5) ?? "0" == "0" { epoch?.isValid = false }
    return readings
  }

  /// course, T, magnetic, M, knots, N, km/h, K: of the instant that is under way.
  private mutating func absorbVTG(_ sentence: NMEASentence) throws(LineFault) {
    let kilometersPerHour = try sentence.number(6, named: "speed")
    let knots = try sentence.number(4, named: "speed")
    let speed = kilometersPerHour.map { $0 / 3.6 } ?? knots.map { $0 * 1852 / 3600 }
    if let speed = try ReadingFields.speed(speed, field: "speed"), epoch?.speed == nil { epoch?.speed = speed }
    if let course = try sentence.number(0, named: "course").flatMap({ Course(degrees: $0) }), epoch?.course == nil {
      epoch?.course = course
    }
  }

  /// Another time of day is another instant: the one before is complete.
  private mutating func turn(to timeOfDay: Int) -> [SensorReading] {
    if epoch?.timeOfDay == timeOfDay { return [] }
    let readings = complete()
    epoch = Epoch(timeOfDay: timeOfDay)
    return readings
  }

  private mutating func complete() -> [SensorReading] {
    guard let complete = epoch else { return [] }
    epoch = nil
    var days = complete.days
    if days == nil, let lastDays {
      days = lastTimeOfDay - complete.timeOfDay > Self.day / 2 ? lastDays + 1 : lastDays
    }
    guard let days else { return [] }
    lastDays = days
    lastTimeOfDay = complete.timeOfDay
    guard complete.isValid, let position = complete.position else { return [] }
    let time = Timestamp(milliseconds: Int64(days) * Int64(Self.day) + Int64(complete.timeOfDay))
    return [
      .fix(
        PositionFix(
          time: time, position: position, speed: complete.speed, course: complete.course,
          horizontalAccuracy: complete.accuracy))
    ]
  }

  private static func date(_ text: String) throws(LineFault) -> Int {
    let bytes = Array(text.utf8)
    guard bytes.count == 6, let day = CivilTime.digits(bytes[0..<2]), let month = CivilTime.digits(bytes[2..<4]),
      let year = CivilTime.digits(bytes[4..<6]),
      let days = CivilTime.days(year: year >= 80 ? 1900 + year : 2000 + year, month: month, day: day)
    else {
      throw LineFault(field: "date", reason: "no date", hint: "the sentence is damaged; it is skipped")
    }
    return days
  }
}
