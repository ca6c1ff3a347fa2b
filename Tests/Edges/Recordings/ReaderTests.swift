import Core
import Foundation
import Testing

@testable import Recordings

@Suite("Reading a recording")
struct ReaderTests {
  static func scores(_ times: [Double]) -> String { times.map { "{\"t\":\($0),\"p\":0.5}\n" }.joined() }

  static func times(_ readings: [SensorReading]) -> [Double] { readings.map(\.time.seconds) }

  @Test func `small disorder is put in order`() throws {
    let result = try readAll(Self.scores([10, 10.2, 10.1, 10.4, 10.3, 11, 10.8, 12]))
    #expect(Self.times(result.readings) == [10, 10.1, 10.2, 10.3, 10.4, 10.8, 11, 12])
    #expect(result.report.lateReadings == 0)
  }

  @Test func `equal times stay as they came`() throws {
    let text = (0..<100).map { "{\"t\":5,\"p\":0.\($0 < 10 ? "0" : "")\($0)}\n" }.joined()
    let result = try readAll(text)
    let probabilities = result.readings.compactMap { reading -> Float? in
      guard case .anticipation(let score) = reading else { return nil }
      return score.probability
    }
    #expect(probabilities.count == 100)
    #expect(probabilities == probabilities.sorted())
  }

  @Test func `a reading that is too late is left out and told`() throws {
    let result = try readAll(Self.scores([10, 11, 12, 10.5, 13, 14]))
    #expect(Self.times(result.readings) == [10, 11, 12, 13, 14])
    #expect(result.report.lateReadings == 1)
    #expect(result.report.problems.first?.line == 4)
  }

  @Test func `a clock that goes back for good begins another recording`() throws {
    let later = (0..<100).map { 1_000 + Double($0) }
    let earlier = (0..<100).map { 500 + Double($0) }
    let result = try readAll(Self.scores(later + earlier))
    #expect(result.report.clockSteps == 1)
    #expect(result.report.lateReadings == 15)
    #expect(result.readings.contains(.recordingStarted(Timestamp(milliseconds: 515_000))))
    #expect(result.readings.count == 100 + 1 + 85)
  }

  @Test(arguments: 1...10) func `any disorder gives an ordered stream and loses nothing uncounted`(seed: UInt64) throws
  {
    var state = seed
    func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state >> 33
    }
    let times = (0..<2_000).map { index in Double(index * 50 + Int(next() % 900)) / 1_000 }
    let result = try readAll(Self.scores(times), piece: 1 + Int(next() % 500))
    let found = Self.times(result.readings)
    #expect(found == found.sorted())
    #expect(found.count + result.report.lateReadings == times.count)
    #expect(result.report.lateReadings > 0)
  }

  @Test func `the heap of the window stays small however long the input`() throws {
    // Every reading at the same instant never leaves by the window.
    var buffer = ReorderBuffer(window: .seconds(1))
    var out = 0
    for index in 0..<20_000 {
      let score = AnticipationScore(time: Timestamp(milliseconds: 0), probability: 0)
      #expect(buffer.push(.init(reading: .anticipation(score), line: index, byteOffset: 0)) == .held)
      while buffer.pop() != nil { out += 1 }
    }
    #expect(out == 20_000 - ReorderBuffer.capacity)
  }

  @Test func `positions count readings, lines and bytes`() throws {
    let text = "{\"t\":1,\"p\":0}\n\nnonsense\n{\"t\":2,\"lat\":1,\"lon\":1,\"p\":0}\r\n{\"t\":3,\"p\":0}"
    let reader = try RecordingReader(name: "input", bytes: MemoryByteSource(Array(text.utf8)))
    var all: [RecordingPosition] = []
    while case let batch = try reader.read(limit: 1), !batch.isEmpty { all += batch.map(\.position) }
    #expect(all.map(\.index) == [1, 2, 3, 4])
    #expect(all.map(\.line) == [1, 4, 4, 5])
    #expect(all.map(\.byteOffset) == [0, 24, 24, 55])
    #expect(reader.report.lines == 5)
  }

  @Test func `what begins like nothing known is refused with what would be taken`() {
    for text in ["", "hello\n", "\u{7F}ELF\u{1}", "time,lat\n1,2\n", "<html></html>"] {
      #expect(throws: RecordingFault.self) { try readAll(text) }
    }
    do {
      _ = try readAll("hello\n")
    } catch {
      #expect("\(error)".contains("nmea"))
      #expect("\(error)".contains("input"))
    }
  }

  @Test func `a CSV with a missing column names it on every row and stops nothing`() throws {
    let text = "drive,time_utc,accel_x\n1,2,3\n1,3,3\n"
    let result = try readAll(text, options: .init(format: .drivePlotR))
    #expect(result.readings == [])
    #expect(result.report.problems.first?.fault.field == "gps_lat")
  }

  @Test func `a missing file, a folder without a segment, are told by their path`() {
    #expect(throws: RecordingFault.self) { try RecordingReader(path: "/nowhere/at/all.csv") }
    do {
      _ = try RecordingReader(path: "/nowhere/at/all.csv")
    } catch let error {
      #expect(error.subject == "/nowhere/at/all.csv")
      #expect(!error.hint.isEmpty)
    }
    #expect(throws: RecordingFault.self) { try RecordingReader(path: FileManager.default.temporaryDirectory.path) }
  }

  /// Writes the text to a file of its own, gzip'ed by the system's own gzip when asked for.
  static func file(_ text: String, compressed: Bool = false) throws -> URL {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("swerve-\(UUID().uuidString).jsonl")
    try Data(text.utf8).write(to: url)
    guard compressed else { return url }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/gzip")
    process.arguments = [url.path]
    try process.run()
    process.waitUntilExit()
    return url.appendingPathExtension("gz")
  }

  @Test func `gzip is read as it is, members one after another`() throws {
    let url = try Self.file(Self.scores(Array(stride(from: 0.0, to: 5_000, by: 1))), compressed: true)
    defer { try? FileManager.default.removeItem(at: url) }
    let once = Array(try Data(contentsOf: url))
    func count(_ bytes: [UInt8], piece: Int) throws -> (readings: Int, fault: RecordingFault?) {
      let reader = try RecordingReader(name: "gz", bytes: MemoryByteSource(bytes, piece: piece))
      var count = 0
      do throws(RecordingFault) {
        while case let batch = try reader.read(), !batch.isEmpty { count += batch.count }
      } catch {
        return (count, error)
      }
      return (count, nil)
    }
    for piece in [1, 1_000, 1 << 20] {
      let whole = try count(once, piece: piece)
      #expect(whole.readings == 5_000)
    }
    // The second member starts at 0 s again: late by the window, then a clock step (one boundary, 15 left out).
    let twice = try count(once + once, piece: 777)
    #expect(twice.readings == 10_000 - 15 + 1)
    #expect(twice.fault == nil)
    let cut = try count(Array(once.dropLast(once.count / 2)), piece: 777)
    #expect(cut.readings > 100 && cut.readings < 5_000)
    #expect(cut.fault?.reason == "it ends in the middle")
    var damaged = once
    damaged[once.count / 2] ^= 0xFF
    let broken = try count(damaged, piece: 1 << 20)
    #expect(broken.fault != nil)
  }

  @Test(arguments: [1, 7, 65_536]) func `damage and cuts of a gzip are told, and what came before is read`(
    limit: Int
  ) throws {
    let url = try Self.file("a line of text\n" + String(repeating: "x", count: 300), compressed: true)
    defer { try? FileManager.default.removeItem(at: url) }
    let whole = Array(try Data(contentsOf: url))
    func read(_ bytes: [UInt8]) -> (count: Int, reason: String?) {
      var read: [UInt8] = []
      do throws(RecordingFault) {
        let source = try GzipByteSource(MemoryByteSource(bytes), name: "gz")
        while try source.read(into: &read, limit: limit) > 0 {}
      } catch {
        return (read.count, error.reason)
      }
      return (read.count, nil)
    }
    #expect(read(whole) == (315, nil))
    var damaged = whole
    damaged[whole.count - 8] ^= 1  // The checksum: all that it is of was read by then.
    #expect(read(damaged) == (315, "the compressed data is damaged"))
    #expect(read(Array(whole.dropLast(9))) == (315, "it ends in the middle"))
  }

  @Test func `scores of a file of their own are merged by time`() throws {
    let url = try Self.file(Self.scores([1_781_524_800.5, 1_781_524_800.9, 1_781_524_805]))
    defer { try? FileManager.default.removeItem(at: url) }
    let result = try readAll(GPXTests.version11, options: .init(scores: url.path))
    #expect(
      Self.times(result.readings) == [
        1_781_524_800, 1_781_524_800, 1_781_524_800.5, 1_781_524_800.9, 1_781_524_801.25, 1_781_524_805,
      ])
  }

  @Test func `another file of the same name has another fingerprint`() throws {
    let one = try Self.file(Self.scores([1, 2, 3]))
    let two = try Self.file(Self.scores([1, 2, 4]))
    defer {
      try? FileManager.default.removeItem(at: one)
      try? FileManager.default.removeItem(at: two)
    }
    let fingerprints = try [one, one, two].map { try RecordingReader(path: $0.path).fingerprint }
    #expect(fingerprints[0] == fingerprints[1])
    #expect(fingerprints[0] != fingerprints[2])
  }

  @Test(arguments: 1...30) func `any damage to any format is counted and survived`(seed: UInt64) throws {
    var state = seed
    func next() -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33)
    }
    let nmea = (0..<30).map {
      NMEATests.sentence("GPRMC,1200\($0 < 10 ? "0" : "")\($0),A,5230.0,N,01324.0,E,1,1,150626,,,A")
    }.joined()
    for (text, format) in [
      (GPXTests.version11, RecordingFormat.gpx), (nmea, .nmea), (Self.scores([1, 2, 3, 4]), .jsonLines),
      (Self.drivePlotRSample, .drivePlotR),
    ] {
      var bytes = Array(text.utf8)
      for _ in 0..<(1 + next() % 20) { bytes[next() % bytes.count] = UInt8(truncatingIfNeeded: next()) }
      if next() % 3 == 0 { bytes.removeLast(next() % bytes.count) }
      let reader = try RecordingReader(
        name: "damaged", bytes: MemoryByteSource(bytes, piece: 1 + next() % 100), options: .init(format: format))
      var count = 0
      while case let batch = try reader.read(limit: 7), !batch.isEmpty {
        count += batch.count
        let arePlausible = batch.allSatisfy(\.reading.isPlausible)
        #expect(arePlausible)
      }
      #expect(reader.report.readings == UInt64(count))
    }
  }

  static let drivePlotRSample = """
    drive,time_utc,gps_lat,gps_long,gps_heading,gps_hdop,speed_mph,accel_x,accel_y,accel_z
    1.0,1558644851.0,41.25786972,-95.98425293,270.88,2.5,30.46,-0.174,-0.04,1.191
    1.0,1558644852.0,41.25787735,-95.98442841,450.45,3.57,30.78,,,
    2.0,1558644952.0,41.25787735,-95.98442841,-10,,,0.158,0.012,0.939

    """

  @Test func `a row of DrivePlotR is a fix and a sample, gravity taken off, a drive a recording`() throws {
    let result = try readAll(Self.drivePlotRSample)
    let start = Timestamp(milliseconds: 1_558_644_851_000)
    let second = start + .seconds(101)
    #expect(
      result.readings == [
        .recordingStarted(start),
        fix(1_558_644_851, 41.25786972, -95.98425293, speed: Float(30.46 * 0.44704), course: 270.88, accuracy: 12.5),
        .motion(MotionSample(time: start, forward: .g(-0.174), right: .g(-0.04), up: .g(Float(1.191 - 1)))),
        fix(
          1_558_644_852, 41.25787735, -95.98442841, speed: Float(30.78 * 0.44704), course: 90.45, accuracy: 3.57 * 5),
        .recordingStarted(second), fix(1_558_644_952, 41.25787735, -95.98442841, course: 350),
        .motion(MotionSample(time: second, forward: .g(0.158), right: .g(0.012), up: .g(Float(0.939 - 1)))),
      ])
    #expect(result.report.skippedLines == 0)
  }
}
