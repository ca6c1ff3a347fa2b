import Core
import Testing

@testable import Recordings

@Suite("The 28 recorded drives", .enabled(if: SharedData.isThere, "\(SharedData.why)"))
struct RecordedDrivesTests {
  /// What the columns themselves say, by a rule of its own: no code of the product.
  struct Row {
    var drive: String
    var time: Double
    var mph: Double
    var g: Double?
  }

  static let rows: [Row] = {
    let names = ["drive", "time_utc", "speed_mph", "accel_x"]
    let rows = (try? SharedData.columns(names, of: SharedData.drivePlotR)) ?? []
    return rows.compactMap { row in
      guard let time = Double(row[1]), let mph = Double(row[2]) else { return nil }
      return Row(drive: row[0], time: time, mph: mph, g: Double(row[3]))
    }
  }()

  static let byDrive = Dictionary(grouping: rows, by: \.drive)

  /// Largest fall of the GPS speed from an earlier to a later second of the interval, mph.
  static func drop(in drive: String, from start: Double, to end: Double) -> Double {
    let speeds = (byDrive[drive] ?? []).filter { $0.time >= start && $0.time <= end }.map(\.mph)
    var drop = 0.0
    for (index, early) in speeds.enumerated() {
      for late in speeds[index...] { drop = max(drop, early - late) }
    }
    return drop
  }

  struct Found {
    var drives: [DriveTransition] = []
    var findings: [RoadFinding] = []
    var report = ReadingReport()

    var brakings: [RoadEvent] {
      findings.compactMap { if case .event(let event) = $0, event.kind == .hardBraking { event } else { nil } }
    }
    var contradicted: [RoadEvent] {
      findings.compactMap {
        if case .withheld(let event, .contradictedByGPS) = $0, event.kind == .hardBraking { event } else { nil }
      }
    }
  }

  static func run(_ path: String) throws -> Found {
    let reader = try RecordingReader(path: path)
    var detector = RoadEventDetector()
    var cutter = DriveCutter()
    var found = Found()
    while case let batch = try reader.read(), !batch.isEmpty {
      for item in batch {
        found.findings += detector.absorb(item.reading)
        found.drives += cutter.absorb(item.reading)
      }
    }
    found.findings += detector.finish()
    found.drives += cutter.finish()
    found.report = reader.report
    return found
  }

  /// Read once for all tests.
  static let drivePlotR = Result { try run(SharedData.drivePlotR) }

  @Test func `every braking of 0.35 g that the GPS speed confirms is found, and none it contradicts`() throws {
    let found = try Self.drivePlotR.get()
    let hard = Self.rows.filter { ($0.g ?? 0) <= -0.35 }
    try #require(hard.count == 11)
    let confirmed = hard.filter { Self.drop(in: $0.drive, from: $0.time - 2, to: $0.time + 2) >= 4 }
    #expect(confirmed.count == 7)
    for row in confirmed {
      #expect(
        found.brakings.contains {
          abs($0.time.seconds - row.time) < 0.5 && abs($0.peaks.deceleration.g + Float(row.g!)) < 0.001
        },
        "the braking of drive \(row.drive) at \(row.time)")
    }
    for row in hard where !confirmed.contains(where: { $0.time == row.time }) {
      #expect(!found.brakings.contains { abs($0.time.seconds - row.time) <= 2.5 })
      #expect(found.contradicted.contains { abs($0.time.seconds - row.time) < 0.5 })
    }
  }

  @Test func `every braking that is reported shows in the columns too`() throws {
    let found = try Self.drivePlotR.get()
    #expect(found.brakings.count >= 7)
    for braking in found.brakings {
      let row = try #require(Self.rows.first { abs($0.time - braking.time.seconds) < 0.5 })
      #expect((row.g ?? 0) <= -0.30)
      let end = braking.time.seconds + braking.duration.seconds
      #expect(Self.drop(in: row.drive, from: braking.time.seconds - 2 - braking.duration.seconds, to: end + 2) >= 4)
      #expect(braking.quality == .poor)
    }
  }

  @Test func `the recording is cut into its 28 drives of 229.8 miles`() throws {
    let found = try Self.drivePlotR.get()
    let starts = found.drives.filter { if case .started = $0 { true } else { false } }
    let moving = Dictionary(grouping: Self.rows.filter { $0.mph * 0.44704 >= 1.4 }, by: \.drive)
    #expect(moving.count == 28)
    #expect(starts.count == 28)
    // The longest stops inside the recordings: none is near the limit, so the count does not hang on a second.
    let stops = moving.values.flatMap { rows in zip(rows, rows.dropFirst()).map { $1.time - $0.time } }.sorted()
    #expect(stops.suffix(3) == [175, 314, 351])
    let ends = found.drives.compactMap { transition -> DriveEvent.DriveEnd? in
      if case .ended(let end, _, _) = transition { end } else { nil }
    }
    #expect(ends.count == 28)
    let miles = ends.reduce(0.0) { $0 + $1.distance.meters } / 1_609.344
    // By the recorder's speed, a row a second.
    let recorded = Self.rows.reduce(0.0) { $0 + $1.mph / 3_600 }
    #expect(abs(recorded - 229.8) < 0.1, "\(recorded)")
    #expect(abs(miles - 229.8) < 2.298, "\(miles) miles")
    #expect(found.report.skippedLines == 0)
    #expect(found.report.lines == 23_188)
  }

  @Test func `the highway segment has no hard braking, nor anything else worth a warning`() throws {
    let found = try Self.run(SharedData.comma2k19)
    #expect(found.findings == [])
    #expect(found.report.skippedLines == 0)
    #expect(found.drives.count == 2)
  }

  @Test func `the segment's two files come as one stream in order, with UTC`() throws {
    let reader = try RecordingReader(path: SharedData.comma2k19)
    var last = Timestamp.distantPast
    var counts = [0, 0]
    while case let batch = try reader.read(), !batch.isEmpty {
      for item in batch {
        #expect(item.reading.time >= last)
        last = item.reading.time
        if case .fix = item.reading { counts[0] += 1 } else { counts[1] += 1 }
      }
    }
    #expect(counts == [579, 6_256])
    // 2018-08-02T16:15:48Z: the receiver's own UTC of the last row.
    #expect(abs(last.seconds - 1_533_226_548) < 2)
  }

  @Test func `cut into pieces of any size the recording gives the same readings`() throws {
    let bytes = try Array(SharedData.bytes(SharedData.drivePlotR).prefix(60_000))
    func readings(piece: Int) throws -> [PositionedReading] {
      let reader = try RecordingReader(name: "memory", bytes: MemoryByteSource(bytes, piece: piece))
      var all: [PositionedReading] = []
      while case let batch = try reader.read(limit: 100), !batch.isEmpty { all += batch }
      return all
    }
    let whole = try readings(piece: 1 << 20)
    #expect(whole.count > 400)
    for piece in [1, 7, 4_096] { #expect(try readings(piece: piece) == whole) }
  }
}
