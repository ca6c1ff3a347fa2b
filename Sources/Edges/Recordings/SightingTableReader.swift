internal import Core

/// Reads the lines of a table of sightings as its bytes come.
struct SightingTableReader {
  /// 9999-12-31T23:59:59Z. Milliseconds given for seconds lie beyond it.
  static let latestSecond = 253_402_300_799.0

  private struct Columns {
    var camera, time, latitude, longitude, course, kind, peak: CSVColumn

    init(_ header: CSVHeader) throws(LineFault) {
      camera = try header.column("camera")
      time = try header.column("t")
      latitude = try header.column("lat")
      longitude = try header.column("lon")
      course = try header.column("course")
      kind = try header.column("kind")
      peak = try header.column("peak_g")
    }
  }

  private(set) var cameras: [String] = []
  private(set) var rows: [SightingTable.Row] = []
  private(set) var report = ReadingReport()

  private let name: String
  private var header: (row: CSVHeader, columns: Columns)?
  private var numbers: [String: Int32] = [:]
  private var line = 0
  private var partial: [UInt8] = []
  private var isOverlong = false

  init(name: String) { self.name = name }

  mutating func absorb(_ bytes: ArraySlice<UInt8>) throws(RecordingFault) {
    var rest = bytes
    while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
      keep(rest[..<end])
      try completeLine()
      rest = rest[(end + 1)...]
    }
    keep(rest)
  }

  mutating func finish() throws(RecordingFault) {
    if !partial.isEmpty || isOverlong { try completeLine() }
    guard header != nil else {
      throw fault(
        "it is empty", hint: "the first line names the columns: \(SightingTable.columns.joined(separator: ","))")
    }
  }

  private mutating func keep(_ bytes: ArraySlice<UInt8>) {
    if isOverlong { return }
    isOverlong = partial.count + bytes.count > SightingTable.maximumLineBytes
    if isOverlong { partial.removeAll() } else { partial.append(contentsOf: bytes) }
  }

  private mutating func completeLine() throws(RecordingFault) {
    defer {
      partial.removeAll(keepingCapacity: true)
      isOverlong = false
    }
    line += 1
    if partial.last == UInt8(ascii: "\r") { partial.removeLast() }
    if partial.isEmpty, !isOverlong { return }
    guard let header else { return try readHeader() }
    report.countLine()
    do {
      guard !isOverlong else {
        throw LineFault(
          reason: "longer than \(SightingTable.maximumLineBytes) bytes", hint: "check that this is a text file")
      }
      let row = try read(CSVRow(partial[...], header: header.row), header.columns)
      guard rows.count < SightingTable.maximumRows else {
        throw fault("more than \(SightingTable.maximumRows) rows", hint: "cut it by time into several files")
      }
      rows.append(row)
    } catch let fault as LineFault {
      report.skip(name, line: line, fault)
    } catch let fault as RecordingFault {
      throw fault
    } catch {
      preconditionFailure("only the two kinds of fault are thrown above")
    }
  }

  private mutating func readHeader() throws(RecordingFault) {
    // A byte order mark, as spreadsheets write it.
    if partial.starts(with: [0xEF, 0xBB, 0xBF]) { partial.removeFirst(3) }
    let row = CSVHeader(partial[...])
    do {
      header = (row, try Columns(row))
    } catch {
      let missing = SightingTable.columns.filter { (try? row.column($0)) == nil }
      throw fault(
        isOverlong
          ? "the first line is longer than any header" : "the header has no column \(missing.joined(separator: ", "))",
        hint: "the first line names the columns, in any order: \(SightingTable.columns.joined(separator: ","))")
    }
  }

  private func fault(_ reason: String, hint: String) -> RecordingFault {
    RecordingFault(operation: "read the sightings", subject: name, reason: reason, hint: hint)
  }

  // MARK: Fields

  private mutating func read(_ row: CSVRow, _ columns: Columns) throws(LineFault) -> SightingTable.Row {
    let seconds = try row.requiredNumber(columns.time)
    guard seconds > 0, seconds <= Self.latestSecond, let time = Timestamp(seconds: seconds), time.milliseconds > 0
    else {
      throw LineFault(
        field: "t", reason: "no time from 1970 to 9999", hint: "t is in seconds since 1970-01-01, not milliseconds")
    }
    let (latitude, longitude) = (try row.requiredNumber(columns.latitude), try row.requiredNumber(columns.longitude))
    guard let position = Coordinate(latitude: latitude, longitude: longitude) else {
      throw LineFault(
        field: abs(latitude) <= 90 ? "lon" : "lat", reason: "not on Earth",
        hint: "degrees: lat -90 to 90, lon -180 to 180")
    }
    guard let kind = SightingKind(name: row.text(columns.kind)) else {
      throw LineFault(
        field: "kind", reason: "no kind of sighting",
        hint: "one of \(SightingKind.names.dropFirst().joined(separator: ", "))")
    }
    let (course, peak) = (try course(row, columns.course), try peak(row, columns.peak))
    // Last: a camera none of whose rows can be used is none of the table's.
    return SightingTable.Row(
      camera: try camera(row.text(columns.camera)), time: time, position: position, course: course, kind: kind,
      peak: peak)
  }

  private func course(_ row: CSVRow, _ column: CSVColumn) throws(LineFault) -> Course? {
    guard let degrees = try row.number(column) else { return nil }
    guard let course = Course(degrees: degrees) else {
      throw LineFault(field: "course", reason: "no direction", hint: "degrees clockwise from north; empty when unknown")
    }
    return course
  }

  private func peak(_ row: CSVRow, _ column: CSVColumn) throws(LineFault) -> Acceleration? {
    guard let g = try row.number(column) else { return nil }
    guard g >= 0 else {
      throw LineFault(field: "peak_g", reason: "below zero", hint: "give the magnitude: 0.45 for a braking at -0.45 g")
    }
    return .g(Float(g))
  }

  private mutating func camera(_ name: String) throws(LineFault) -> Int32 {
    if let known = numbers[name] { return known }
    guard !name.isEmpty, name.utf8.count <= SightingTable.maximumNameBytes else {
      throw LineFault(
        field: "camera", reason: name.isEmpty ? "empty" : "longer than \(SightingTable.maximumNameBytes) bytes",
        hint: "any name that is the same for one camera and for no other")
    }
    let number = Int32(cameras.count)
    cameras.append(name)
    numbers[name] = number
    return number
  }
}
