import Core
import TestSupport
import Testing

@Suite("What sensors should not say")
struct BadInputTests {
  static let drive = BrakingTests.braking().readings()

  @Test func `repeated readings change nothing`() {
    let twice = Self.drive.flatMap { [$0, $0] }
    #expect(find(in: twice) == find(in: Self.drive))
    var detector = RoadEventDetector()
    for reading in twice { _ = detector.absorb(reading) }
    #expect(detector.passedOver == UInt64(Self.drive.count))
  }

  @Test(arguments: [Float.nan, .infinity, -.infinity, 1e30]) func `an impossible number changes nothing`(value: Float) {
    var detector = RoadEventDetector()
    var findings: [RoadFinding] = []
    for (index, reading) in Self.drive.enumerated() {
      findings += detector.absorb(reading)
      guard index % 50 == 0 else { continue }
      let time = reading.time + .milliseconds(5)
      findings += detector.absorb(.motion(MotionSample(time: time, forward: .g(value), right: .g(0), up: .g(value))))
      findings += detector.absorb(.anticipation(AnticipationScore(time: time, probability: value)))
      findings += detector.absorb(
        .fix(
          PositionFix(
            time: time, position: Coordinate(latitudeE7: 0, longitudeE7: 0), speed: .metersPerSecond(value),
            course: nil)))
    }
    #expect(findings + detector.finish() == find(in: Self.drive))
  }

  @Test func `a position or a time outside the world is passed over`() {
    var detector = RoadEventDetector()
    var cutter = DriveCutter()
    let nowhere = PositionFix(
      time: Timestamp(milliseconds: 0), position: Coordinate(latitudeE7: .max, longitudeE7: .min), speed: nil,
      course: nil)
    let never = MotionSample(time: Timestamp(milliseconds: .min), forward: .g(0), right: .g(0), up: .g(0))
    let noAccuracy = PositionFix(
      time: Timestamp(milliseconds: 0), position: Coordinate(latitudeE7: 0, longitudeE7: 0), speed: nil, course: nil,
      horizontalAccuracy: .meters(.nan))
    for reading in [
      SensorReading.fix(nowhere), .motion(never), .fix(noAccuracy), .recordingStarted(.init(milliseconds: .max)),
    ] {
      #expect(detector.absorb(reading) == [])
      #expect(cutter.absorb(reading) == [])
    }
    #expect(detector.passedOver == 4)
  }

  @Test func `a clock that is set back an hour loses neither braking`() {
    let later = Self.drive
    let earlier = Self.drive.map { reading -> SensorReading in reading.shifted(by: .hours(-1)) }
    var detector = RoadEventDetector()
    var findings: [RoadFinding] = []
    for reading in later + earlier { findings += detector.absorb(reading) }
    findings += detector.finish()
    #expect(findings.events(.hardBraking).count == 2)
    #expect(detector.clockSteps == 1)
  }

  @Test func `a caller's clock that runs ahead restarts nothing`() {
    var detector = RoadEventDetector()
    var findings: [RoadFinding] = []
    for reading in Self.drive {
      findings += detector.absorb(reading)
      if reading.time.milliseconds % 1_000 == 0 { findings += detector.advance(to: reading.time + .seconds(2)) }
    }
    #expect(detector.clockSteps == 0)
    #expect(findings.events(.hardBraking).count == 1)
  }

  @Test func `one reading from the far future costs nothing after it`() {
    var readings = Self.drive
    let future = readings[1_000].shifted(by: .hours(24 * 365 * 10))
    readings.insert(future, at: 1_000)
    #expect(find(in: readings).events(.hardBraking).count == 1)
  }

  @Test func `a hole in the GPS before the braking does not hide it`() {
    let readings = BrakingTests.braking { $0.blind = [20...36] }.readings()
    #expect(find(in: readings).events(.hardBraking).count == 1)
  }

  @Test func `a hole in the accelerometer leaves no mean of old and new`() {
    let readings = SyntheticDrive().readings().filter {
      guard case .motion(let sample) = $0 else { return true }
      return !(1_767_225_620...1_767_225_640).contains(sample.time.seconds)
    }
    #expect(find(in: readings) == [])
  }

  @Test(arguments: 1...20) func `any bytes whatever of readings leave the machine alive`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    var detector = RoadEventDetector()
    var cutter = DriveCutter()
    for _ in 0..<2_000 {
      let time = Timestamp(
        milliseconds: Int64(bitPattern: generator.next()) >> Int64.random(in: 0...40, using: &generator))
      func wild() -> Float { Float(bitPattern: UInt32(truncatingIfNeeded: generator.next())) }
      let reading: SensorReading =
        switch generator.next() % 4 {
        case 0:
          .fix(
            PositionFix(
              time: time,
              position: Coordinate(
                latitudeE7: Int32(truncatingIfNeeded: generator.next()),
                longitudeE7: Int32(truncatingIfNeeded: generator.next())), speed: .metersPerSecond(wild()),
              course: Course(centidegrees: Int(generator.next() % 36_000)), horizontalAccuracy: .meters(Double(wild())))
          )
        case 1: .motion(MotionSample(time: time, forward: .g(wild()), right: .g(wild()), up: .g(wild())))
        case 2: .anticipation(AnticipationScore(time: time, probability: wild()))
        default: .recordingStarted(time)
        }
      _ = detector.absorb(reading)
      _ = cutter.absorb(reading)
      if generator.next() % 50 == 0 {
        _ = detector.advance(to: time)
        _ = cutter.advance(to: time)
      }
    }
    _ = detector.finish()
    #expect(detector.passedOver > 0)
  }
}

extension SensorReading {
  func shifted(by span: Timestamp.Span) -> SensorReading {
    switch self {
    case .fix(var fix):
      fix.time = fix.time + span
      return .fix(fix)
    case .motion(var sample):
      sample.time = sample.time + span
      return .motion(sample)
    case .anticipation(var score):
      score.time = score.time + span
      return .anticipation(score)
    case .recordingStarted(let time):
      return .recordingStarted(time + span)
    }
  }
}
