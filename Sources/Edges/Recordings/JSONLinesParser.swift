internal import Core
internal import FoundationEssentials

/// One JSON object a line: what a live device writes, and the scores of BADAS beside any other recording.
///
/// Every line has `t`, seconds since 1970-01-01T00:00:00Z with a fraction. What else it has says what it is; a line
/// may be several at once:
///
/// - `lat`, `lon`: a fix, degrees of WGS 84; optional with it `speed` (m/s over ground), `course` (degrees clockwise
///   from
///   true north) and `accuracy` (m, one standard deviation).
/// - `ax`, `ay`, `az`: the accelerometer in g, axes of the vehicle: forward, right, up; gravity removed, so a parked
///   car
///   reads 0, 0, 0.
/// - `p`: a score of the collision anticipation model, 0 … 1.
/// - `start` (true): the recorder was switched on: nothing before belongs to what follows.
///
///     {"t":1767225600.00,"lat":41.2578697,"lon":-95.9842529,"speed":13.6,"course":270.9,"accuracy":4}
///     {"t":1767225600.01,"ax":-0.02,"ay":0.01,"az":0.03}
///     {"t":1767225600.03,"p":0.04}
///
/// Other keys are passed over, so that devices may say more.
struct JSONLinesParser: LineParser {
  private struct Line: Decodable {
    var t: Double
    var lat, lon, speed, course, accuracy: Double?
    var ax, ay, az: Double?
    var p: Double?
    var start: Bool?
  }

  private let decoder = JSONDecoder()

  mutating func absorb(_ line: ArraySlice<UInt8>) throws(LineFault) -> [SensorReading] {
    if line.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) { return [] }
    let values = try decode(line)
    let time = try ReadingFields.time(values.t, field: "t")
    var readings: [SensorReading] = []
    if values.start == true { readings.append(.recordingStarted(time)) }
    if values.lat != nil || values.lon != nil { readings.append(.fix(try fix(values, time))) }
    if values.ax != nil || values.ay != nil || values.az != nil { readings.append(.motion(try motion(values, time))) }
    if let p = values.p {
      guard p >= 0, p <= 1 else {
        throw LineFault(field: "p", reason: "no probability", hint: "give 0 … 1")
      }
      readings.append(.anticipation(AnticipationScore(time: time, probability: Float(p))))
    }
    guard !readings.isEmpty else {
      throw LineFault(reason: "says nothing", hint: "give lat and lon, or ax, ay and az, or p")
    }
    return readings
  }

  private func decode(_ line: ArraySlice<UInt8>) throws(LineFault) -> Line {
    do {
      return try decoder.decode(Line.self, from: Data(line))
    } catch let error as DecodingError {
      switch error {
      case .keyNotFound(let key, _):
        throw LineFault(field: key.stringValue, reason: "missing", hint: "every line needs it")
      case .typeMismatch(_, let context), .valueNotFound(_, let context):
        throw LineFault(
          field: context.codingPath.last?.stringValue, reason: "not of its type",
          hint: "give numbers without quotes; start is true or false")
      default:
        throw LineFault(reason: "no JSON object", hint: "write one whole object on each line")
      }
    } catch {
      throw LineFault(reason: "no JSON object", hint: "write one whole object on each line")
    }
  }

  private func fix(_ values: Line, _ time: Timestamp) throws(LineFault) -> PositionFix {
    guard let latitude = values.lat, let longitude = values.lon else {
      throw LineFault(
        field: values.lat == nil ? "lat" : "lon", reason: "missing", hint: "give lat and lon together")
    }
    return PositionFix(
      time: time, position: try ReadingFields.position(latitude, longitude),
      speed: try ReadingFields.speed(values.speed, field: "speed"),
      course: values.course.flatMap { Course(degrees: $0) },
      horizontalAccuracy: try ReadingFields.accuracy(values.accuracy, field: "accuracy"))
  }

  private func motion(_ values: Line, _ time: Timestamp) throws(LineFault) -> MotionSample {
    guard let forward = values.ax, let right = values.ay, let up = values.az else {
      throw LineFault(
        field: values.ax == nil ? "ax" : values.ay == nil ? "ay" : "az", reason: "missing",
        hint: "give ax, ay and az together")
    }
    return MotionSample(
      time: time, forward: try ReadingFields.acceleration(forward, field: "ax"),
      right: try ReadingFields.acceleration(right, field: "ay"), up: try ReadingFields.acceleration(up, field: "az"))
  }
}
