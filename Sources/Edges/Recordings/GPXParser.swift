internal import Core

/// The points of a GPX 1.0 or 1.1 track, in the order of the file.
///
/// Of each `trkpt`: `lat`, `lon`, `time` (a point without one is skipped: it cannot be placed in a drive), `speed` in
/// m/s and `course` wherever they stand (GPX 1.0's own elements, or an extension such as Garmin's
/// TrackPointExtension), `hdop` (× 5 m). A new `trk` is another recording.
struct GPXParser: RecordingParser {
  private struct Point {
    var latitude: String?
    var longitude: String?
    var values: [String: String] = [:]
  }

  private static let elements: Set<String> = ["time", "speed", "course", "hdop"]

  private var scanner = XMLScanner()
  private var point: Point?
  private var element: String?
  private var text = ""
  private var isNewTrack = false
  private var hasFailed = false

  mutating func absorb(_ bytes: ArraySlice<UInt8>, into output: inout ParserOutput) {
    guard !hasFailed else { return }
    scanner.append(bytes)
    drain(isFinal: false, into: &output)
  }

  mutating func finish(into output: inout ParserOutput) {
    guard !hasFailed else { return }
    drain(isFinal: true, into: &output)
    guard point != nil, !hasFailed else { return }
    let fault = LineFault(reason: "the file ends within a point", hint: "it is cut off: copy it again")
    output.report.skip(output.file, line: scanner.line, fault)
  }

  private mutating func drain(isFinal: Bool, into output: inout ParserOutput) {
    do {
      while let token = try scanner.next(isFinal: isFinal) { take(token, into: &output) }
    } catch {
      // Nothing after broken markup can be trusted to be where it seems.
      hasFailed = true
      output.report.skip(output.file, line: scanner.line, error)
    }
  }

  private mutating func take(_ token: XMLScanner.Token, into output: inout ParserOutput) {
    switch token {
    case .start(let name, let attributes, let isEmpty):
      if name == "trk" { isNewTrack = true }
      if name == "trkpt" {
        point = Point(latitude: attributes["lat"], longitude: attributes["lon"])
        if isEmpty { completePoint(into: &output) }
      } else if point != nil, Self.elements.contains(name), !isEmpty {
        element = name
        text = ""
      }
    case .text(let piece):
      if element != nil, text.utf8.count < 1_024 { text += piece }
    case .end(let name):
      if let open = element, open == name {
        point?.values[open] = text.filter { !$0.isWhitespace }
        element = nil
      }
      if name == "trkpt" { completePoint(into: &output) }
    }
  }

  private mutating func completePoint(into output: inout ParserOutput) {
    guard let complete = point else { return }
    point = nil
    element = nil
    output.report.countLine()
    do {
      let fix = try fix(complete)
      if isNewTrack { emit(.recordingStarted(fix.time), into: &output) }
      isNewTrack = false
      emit(.fix(fix), into: &output)
    } catch {
      output.report.skip(output.file, line: scanner.line, error)
    }
  }

  private func emit(_ reading: SensorReading, into output: inout ParserOutput) {
    output.items.append(.init(reading: reading, line: scanner.line, byteOffset: scanner.offset))
  }

  private func fix(_ point: Point) throws(LineFault) -> PositionFix {
    guard let text = point.values["time"] else {
      throw LineFault(field: "time", reason: "missing", hint: "record with time stamps; a planned route has none")
    }
    guard let time = CivilTime.instant(iso8601: text) else {
      throw LineFault(field: "time", reason: "no instant", hint: "write 2026-01-31T08:15:00Z")
    }
    guard let latitude = try number(point.latitude, "lat"), let longitude = try number(point.longitude, "lon") else {
      throw LineFault(field: "lat, lon", reason: "missing", hint: "every point needs both")
    }
    let hdop = try number(point.values["hdop"], "hdop")
    return PositionFix(
      time: time, position: try ReadingFields.position(latitude, longitude),
      speed: try ReadingFields.speed(try number(point.values["speed"], "speed"), field: "speed"),
      course: try number(point.values["course"], "course").flatMap { Course(degrees: $0) },
      horizontalAccuracy: try ReadingFields.accuracy(hdop.map { $0 * ReadingFields.metersPerHDOP }, field: "hdop"))
  }

  private func number(_ text: String?, _ field: String) throws(LineFault) -> Double? {
    guard let text else { return nil }
    guard let number = Double(text), number.isFinite else {
      throw LineFault(field: field, reason: "not a finite number", hint: "leave it out when unknown")
    }
    return number
  }
}
