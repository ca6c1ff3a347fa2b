import Core
import Testing

@testable import Recordings

/// Reads a text as a recording, whole or in pieces.
func readAll(
  _ text: String, piece: Int = 65_536, options: RecordingOptions = .init()
) throws -> (readings: [SensorReading], report: ReadingReport) {
  let reader = try RecordingReader(
    name: "input", bytes: MemoryByteSource(Array(text.utf8), piece: piece), options: options)
  var readings: [SensorReading] = []
  while case let batch = try reader.read(limit: 10), !batch.isEmpty { readings += batch.map(\.reading) }
  return (readings, reader.report)
}

func fix(
  _ seconds: Double, _ latitude: Double, _ longitude: Double, speed: Float? = nil, course: Double? = nil,
  accuracy: Double? = nil
) -> SensorReading {
  .fix(
    PositionFix(
      time: Timestamp(seconds: seconds)!, position: Coordinate(latitude: latitude, longitude: longitude)!,
      speed: speed.map { .metersPerSecond($0) }, course: course.flatMap { Course(degrees: $0) },
      horizontalAccuracy: accuracy.map { .meters($0) }))
}

@Suite("NMEA 0183")
struct NMEATests {
  /// Adds `$`, the checksum and the line end.
  static func sentence(_ body: String) -> String {
    let sum = body.utf8.reduce(UInt8(0)) { $0 ^ $1 }
    let digits = String(sum, radix: 16, uppercase: true)
    return "$\(body)*\(digits.count == 1 ? "0" : "")\(digits)\r\n"
  }

  // A sentence with the checksum that its receiver computed.
  static let published = "$GPRMC,081836,A,3751.65,S,14507.36,E,000.0,360.0,130998,011.3,E*62\r\n"

  @Test func `a published sentence with its published checksum is read`() throws {
    let result = try readAll(Self.published)
    // 13 September 1998, 08:18:36 UTC.
    #expect(result.readings == [fix(905_674_716, -(37 + 51.65 / 60), 145 + 7.36 / 60, speed: 0, course: 0)])
  }

  @Test(arguments: ["GP", "GN", "GL", "GA"]) func `sentences of one instant are one fix, whoever speaks`(talker: String)
    throws
  {
    let text =
      Self.sentence("\(talker)GGA,120000.50,5230.0000,N,01324.0000,E,1,08,0.9,34.0,M,45.0,M,,")
      + Self.sentence("\(talker)RMC,120000.50,A,5230.0000,N,01324.0000,E,10.0,084.4,150626,,,A")
      + Self.sentence("\(talker)VTG,084.4,T,,M,010.0,N,018.5,K,A")
      + Self.sentence("\(talker)GSV,1,1,01,01,40,083,46")
    let result = try readAll(text)
    #expect(
      result.readings == [
        fix(1_781_524_800.5, 52.5, 13.4, speed: Float(10 * 1852.0 / 3600), course: 84.4, accuracy: 4.5)
      ])
    #expect(result.report.skippedLines == 0)
  }

  @Test func `the speed may come from VTG alone`() throws {
    let text =
      Self.sentence("GPRMC,120000,A,5230.0,N,01324.0,E,,,150626,,,A") + Self.sentence("GPVTG,90.0,T,,M,,N,36.0,K,A")
    #expect(try readAll(text).readings == [fix(1_781_524_800, 52.5, 13.4, speed: 10, course: 90)])
  }

  @Test func `a flipped bit anywhere in a sentence is noticed`() throws {
    let good = Self.sentence("GPRMC,120000,A,5230.0,N,01324.0,E,10.0,084.4,150626,,,A")
    let bytes = Array(good.utf8)
    for index in 1..<bytes.count - 2 {
      for bit in 0..<7 {
        var damaged = bytes
        damaged[index] ^= 1 << UInt8(bit)
        // The case of a hexadecimal digit says nothing, and a new line only cuts the sentence.
        let line = Array(damaged[..<(bytes.count - 2)])
        let isSame = String(decoding: line, as: UTF8.self).uppercased() == good.dropLast().uppercased()
        #expect(
          isSame || NMEASentence(line: line) == nil || line[index] == UInt8(ascii: "$"), "byte \(index), bit \(bit)")
      }
    }
  }

  @Test func `midnight moves a sentence without a date to the next day`() throws {
    let text =
      Self.sentence("GPRMC,235959,A,5230.0,N,01324.0,E,10.0,084.4,311225,,,A")
      + Self.sentence("GPGGA,000000,5230.1,N,01324.0,E,1,08,1.0,34.0,M,45.0,M,,")
      + Self.sentence("GPRMC,000001,A,5230.2,N,01324.0,E,10.0,084.4,010126,,,A")
    let times = try readAll(text).readings.map(\.time.seconds)
    #expect(times == [1_767_225_599, 1_767_225_600, 1_767_225_601])
  }

  @Test func `years from 80 are of the last century`() throws {
    let text = Self.sentence("GPRMC,000000,A,5230.0,N,01324.0,E,10.0,084.4,010180,,,A")
    #expect(try readAll(text).readings.map(\.time.seconds) == [315_532_800])
  }

  @Test func `a receiver without a fix says nothing`() throws {
    let text =
      Self.sentence("GPRMC,120000,V,5230.0,N,01324.0,E,,,150626,,,N")
      + Self.sentence("GPRMC,120001,A,5230.0,N,01324.0,E,1,1,150626,,,A")
    #expect(try readAll(text).readings.count == 1)
  }

  @Test func `joined in the middle of a sentence it is recognized by the next`() throws {
    let text = "4.4,150626,,,A*77\r\n" + Self.sentence("GPRMC,120000,A,5230.0,N,01324.0,E,10.0,084.4,150626,,,A")
    let result = try readAll(text)
    #expect(result.readings.count == 1)
    #expect(result.report.skippedLines == 1)
  }

  @Test(arguments: [
    "GPRMC,250000,A,5230.0,N,01324.0,E,1,1,150626,,,A", "GPRMC,120000,A,5260.0,N,01324.0,E,1,1,150626,,,A",
    "GPRMC,120000,A,9130.0,N,01324.0,E,1,1,150626,,,A", "GPRMC,120000,A,5230.0,X,01324.0,E,1,1,150626,,,A",
    "GPRMC,120000,A,5230.0,N,01324.0,E,fast,1,150626,,,A", "GPRMC,120000,A,5230.0,N,01324.0,E,1,1,310226,,,A",
    "GPRMC,120000,A,nan,N,01324.0,E,1,1,150626,,,A", "GP",
  ]) func `a sentence with a false value is skipped and told`(body: String) throws {
    let result = try readAll(Self.sentence(body) + Self.published)
    #expect(result.readings.count == 1)
    #expect(result.report.skippedLines == 1)
    #expect(result.report.problems.first?.line == 1)
  }
}

@Suite("GPX")
struct GPXTests {
  static let version11 = """
    <?xml version="1.0" encoding="UTF-8"?>
    <!-- a <trkpt> in a comment is none -->
    <gpx version="1.1" xmlns="http://www.topografix.com/GPX/1/1"
      xmlns:gpxtpx="http://www.garmin.com/xmlschemas/TrackPointExtension/v2">
      <metadata><name>A &amp; B</name><time>2020-01-01T00:00:00Z</time></metadata>
      <trk><name><![CDATA[<trkpt>]]></name><trkseg>
        <trkpt lat="52.5" lon="13.4"><ele>34</ele><time>2026-06-15T12:00:00Z</time><hdop>2</hdop>
          <extensions><gpxtpx:TrackPointExtension><gpxtpx:speed>10.5</gpxtpx:speed><gpxtpx:course>84.4</gpxtpx:course>
          </gpxtpx:TrackPointExtension></extensions></trkpt>
        <trkpt lon='13.401' lat='52.501'><time>2026-06-15T14:00:01.250+02:00</time></trkpt>
      </trkseg></trk>
    </gpx>
    """

  static let expected = [
    SensorReading.recordingStarted(Timestamp(milliseconds: 1_781_524_800_000)),
    fix(1_781_524_800, 52.5, 13.4, speed: 10.5, course: 84.4, accuracy: 10),
    fix(1_781_524_801.25, 52.501, 13.401),
  ]

  @Test(arguments: [1, 2, 3, 7, 64, 65_536]) func `1.1 with extensions is read however its bytes are cut`(piece: Int)
    throws
  {
    let result = try readAll(Self.version11, piece: piece)
    #expect(result.readings == Self.expected)
    #expect(result.report.skippedLines == 0)
  }

  @Test func `1.0 has speed and course of its own`() throws {
    let text = """
      <gpx version="1.0"><trk><trkseg><trkpt lat="52.5" lon="13.4"><time>2026-06-15T12:00:00Z</time>
      <course>84.4</course><speed>10.5</speed></trkpt></trkseg></trk></gpx>
      """
    #expect(try readAll(text).readings.last == fix(1_781_524_800, 52.5, 13.4, speed: 10.5, course: 84.4))
  }

  @Test(arguments: [
    ("lat=\"91\" lon=\"13\"", "<time>2026-06-15T12:00:00Z</time>", "latitude"),
    ("lat=\"52\"", "<time>2026-06-15T12:00:00Z</time>", "lat, lon"),
    ("lat=\"52\" lon=\"13\"", "", "time"),
    ("lat=\"52\" lon=\"13\"", "<time>yesterday</time>", "time"),
    ("lat=\"52\" lon=\"13\"", "<time>2026-02-30T12:00:00Z</time>", "time"),
    ("lat=\"52\" lon=\"inf\"", "<time>2026-06-15T12:00:00Z</time>", "lon"),
    ("lat=\"52\" lon=\"13\"", "<time>2026-06-15T12:00:00Z</time><speed>-4</speed>", "speed"),
  ]) func `a point with a false value is skipped and told by its field`(
    attributes: String, content: String, field: String
  )
    throws
  {
    let text = """
      <gpx><trk><trkseg>
      <trkpt \(attributes)>\(content)</trkpt>
      <trkpt lat="52.5" lon="13.4"><time>2026-06-15T12:00:00Z</time></trkpt></trkseg></trk></gpx>
      """
    let result = try readAll(text)
    #expect(result.readings.count == 2)
    #expect(result.report.problems.map(\.fault.field) == [field])
    #expect(result.report.problems.first?.line == 2)
  }

  @Test(.timeLimit(.minutes(1))) func `text full of ampersands is read in time`() throws {
    let time = "<time>" + String(repeating: "&", count: 60_000) + "</time>"
    let points = String(repeating: "<trkpt lat=\"1\" lon=\"2\">\(time)</trkpt>", count: 100)
    let result = try readAll("<gpx><trk>\(points)</trk></gpx>")
    #expect(result.report.skippedLines == 100)
  }

  @Test func `cut off anywhere it gives the points before the cut`() throws {
    let bytes = Array(Self.version11.utf8)
    for length in stride(from: 120, to: bytes.count, by: 3) {
      let reader = try RecordingReader(name: "cut", bytes: MemoryByteSource(Array(bytes[..<length])))
      var readings: [SensorReading] = []
      while case let batch = try reader.read(), !batch.isEmpty { readings += batch.map(\.reading) }
      #expect(Self.expected.starts(with: readings))
      #expect(reader.report.problems.count <= 2)
    }
  }

  @Test func `a document type with entities of its own is refused, not expanded`() throws {
    let text = """
      <!DOCTYPE gpx [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>
      <gpx><trk><trkseg><trkpt lat="52.5" lon="13.4"><time>2026-06-15T12:00:00Z</time></trkpt></trkseg></trk></gpx>
      """
    let result = try readAll(text)
    #expect(result.readings == [])
    #expect(result.report.problems.count == 1)
  }

  @Test func `a tag without an end does not fill the memory`() throws {
    let text = "<gpx><trk " + String(repeating: "a", count: 1_000_000)
    let result = try readAll(text)
    #expect(result.readings == [])
    #expect(result.report.problems.count == 1)
  }
}

@Suite("JSON lines")
struct JSONLinesTests {
  @Test func `a live device's lines are read, several kinds on one`() throws {
    let text = """
      {"t":1767225600,"lat":52.5,"lon":13.4,"speed":13.6,"course":-90,"accuracy":4,"firmware":"2.1"}
      {"t":1767225600.01,"ax":-0.5,"ay":0.25,"az":0.125}
      {"t":1767225600.03,"p":0.25}
      {"t":1767225600.05,"start":true,"lat":52.5,"lon":13.4,"p":1}

      """
    let time = Timestamp(milliseconds: 1_767_225_600_000)
    let result = try readAll(text)
    #expect(
      result.readings == [
        fix(1_767_225_600, 52.5, 13.4, speed: 13.6, course: 270, accuracy: 4),
        .motion(MotionSample(time: time + .milliseconds(10), forward: .g(-0.5), right: .g(0.25), up: .g(0.125))),
        .anticipation(AnticipationScore(time: time + .milliseconds(30), probability: 0.25)),
        .recordingStarted(time + .milliseconds(50)), fix(1_767_225_600.05, 52.5, 13.4),
        .anticipation(AnticipationScore(time: time + .milliseconds(50), probability: 1)),
      ])
    #expect(result.report.skippedLines == 0)
  }

  @Test(arguments: [
    (#"{"lat":52,"lon":13}"#, "t"), (#"{"t":1,"lat":52}"#, "lon"), (#"{"t":1,"lat":"52","lon":13}"#, "lat"),
    (#"{"t":1,"lat":95,"lon":13}"#, "latitude"), (#"{"t":1e300,"p":0}"#, "t"), (#"{"t":1,"p":1.5}"#, "p"),
    (#"{"t":1,"ax":1,"ay":2}"#, "az"), (#"{"t":1,"ax":-9.8e3,"ay":0,"az":0}"#, "ax"), (#"{"t":1}"#, nil),
    (#"{"t":1,"p":"#, nil), ("[1,2]", nil), ("null", nil), (#"{"t":1,"p":NaN}"#, nil), ("\u{0}\u{1}", nil),
    (#"{"t":1,"lat":52,"lon":13,"speed":1e9}"#, "speed"),
    // Rounded to what is kept they lie on the limit.
    (#"{"t":1,"lat":52,"lon":13,"speed":149.9999999}"#, "speed"), (#"{"t":8999999999999.9999,"p":0}"#, "t"),
    (#"{"t":1,"ax":0,"ay":-199.9999999,"az":0}"#, "ay"),
  ]) func `a bad line is skipped and told by its field`(line: String, field: String?) throws {
    let text = #"{"t":0,"p":0}"# + "\n" + line + "\n" + #"{"t":2,"p":0}"# + "\n"
    let result = try readAll(text)
    #expect(result.readings.count == 2)
    #expect(result.report.skippedLines == 1)
    #expect(result.report.problems.first?.line == 2)
    if let field { #expect(result.report.problems.first?.fault.field == field) }
  }

  @Test func `of a thousand bad lines twenty are told and all are counted`() throws {
    let text = #"{"t":0,"p":0}"# + "\n" + String(repeating: "{nonsense\n", count: 1_000)
    let result = try readAll(text)
    #expect(result.report.skippedLines == 1_000)
    #expect(result.report.problems.count == 20)
    #expect(result.report.problems.map(\.line) == Array(2...21))
  }

  @Test func `a line without an end does not fill the memory`() throws {
    let text = #"{"t":0,"p":0}"# + "\n{" + String(repeating: " ", count: 1_000_000) + "\n" + #"{"t":1,"p":0}"#
    let result = try readAll(text)
    #expect(result.readings.count == 2)
    #expect(result.report.skippedLines == 1)
  }

  @Test func `a problem never quotes the line, which may hold a position`() throws {
    let result = try readAll(#"{"t":0,"p":0}"# + "\n" + #"{"t":1,"lat":52.123456,"lon":"13.654321"}"# + "\n")
    #expect(!result.report.problems.description.contains("123456"))
    #expect(!result.report.problems.description.contains("654321"))
  }
}
