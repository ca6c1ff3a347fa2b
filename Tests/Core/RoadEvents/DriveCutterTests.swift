import Core
import TestSupport
import Testing

@Suite("A drive")
struct DriveCutterTests {
  static let origin = Coordinate(latitude: 52.52, longitude: 13.4)!

  /// One fix a second: `moving` says for each whether the car goes north at 10 m/s.
  static func fixes(_ moving: [Bool], from second: Int64 = 0, start: Coordinate = origin) -> [SensorReading] {
    var position = start
    return moving.enumerated().map { index, isMoving in
      if isMoving { position = position.moved(east: 0, north: 10) }
      return .fix(
        PositionFix(
          time: Timestamp(milliseconds: (second + Int64(index)) * 1000), position: position,
          speed: .metersPerSecond(isMoving ? 10 : 0), course: nil))
    }
  }

  static func cut(_ readings: [SensorReading]) -> [DriveTransition] {
    var cutter = DriveCutter()
    return readings.flatMap { cutter.absorb($0) } + cutter.finish()
  }

  static func ends(_ transitions: [DriveTransition]) -> [DriveEvent.DriveEnd] {
    transitions.compactMap { if case .ended(let end, _, _) = $0 { end } else { nil } }
  }

  @Test func `begins where the car stood, and is measured along the way`() {
    let transitions = Self.cut(Self.fixes(Array(repeating: false, count: 20) + Array(repeating: true, count: 100)))
    #expect(transitions.first == .started(at: Self.origin, time: Timestamp(milliseconds: 20_000)))
    let end = Self.ends(transitions)
    #expect(end.count == 1)
    #expect(abs((end.first?.distance.meters ?? 0) - 1_000) < 1)
    #expect(end.first?.duration == .seconds(99))
    #expect(end.first?.reason == .endOfInput)
  }

  @Test func `ends when the car has stood for more than ten minutes, at the time it stopped`() {
    let drive = Array(repeating: true, count: 60) + Array(repeating: false, count: 602)
    let transitions = Self.cut(Self.fixes(drive + Array(repeating: true, count: 60)))
    #expect(Self.ends(transitions).map(\.reason) == [.parked, .endOfInput])
    guard case .ended(_, _, let time) = transitions[1] else { return #expect(Bool(false)) }
    #expect(time == Timestamp(milliseconds: 59_000))
    let short = Array(repeating: true, count: 60) + Array(repeating: false, count: 590)
    #expect(Self.ends(Self.cut(Self.fixes(short + Array(repeating: true, count: 60)))).count == 1)
  }

  @Test func `ends in a silence of more than five minutes, not in a tunnel`() {
    let first = Self.fixes(Array(repeating: true, count: 60))
    let after = Self.fixes(Array(repeating: true, count: 60), from: 360)
    #expect(Self.ends(Self.cut(first + after)).map(\.reason) == [.gap, .endOfInput])
    let tunnel = Self.fixes(Array(repeating: true, count: 60), from: 340)
    #expect(Self.ends(Self.cut(first + tunnel)).map(\.reason) == [.endOfInput])
  }

  @Test(arguments: [(gap: 10, meters: 1_190.0), (gap: 11, meters: 1_180.0)])
  func `is as long as its track: what lies in a silence of more than ten seconds is not measured`(
    gap: Int64, meters: Double
  ) {
    let before = Self.fixes(Array(repeating: true, count: 60))
    let resumed = Self.origin.moved(east: 0, north: 600)
    let after = Self.fixes(Array(repeating: true, count: 60), from: 59 + gap, start: resumed)
    let ends = Self.ends(Self.cut(before + after))
    #expect(ends.count == 1)
    // The fix that ends the silence is 10 m from the last before it.
    #expect(abs((ends.first?.distance.meters ?? 0) - meters) < 1)
  }

  @Test func `can be told as it would end if nothing more were heard`() {
    var cutter = DriveCutter()
    #expect(cutter.interruption == nil)
    for reading in Self.fixes(Array(repeating: true, count: 60)) { _ = cutter.absorb(reading) }
    let expected = cutter.interruption?.end
    #expect(expected?.reason == .gap)
    #expect(Self.ends(cutter.advance(to: Timestamp(milliseconds: 360_000))).first == expected)
    #expect(cutter.interruption == nil)
  }

  @Test func `ends by the clock when a live device falls silent`() {
    var cutter = DriveCutter()
    for reading in Self.fixes(Array(repeating: true, count: 60)) { _ = cutter.absorb(reading) }
    #expect(cutter.advance(to: Timestamp(milliseconds: 300_000)) == [])
    #expect(Self.ends(cutter.advance(to: Timestamp(milliseconds: 360_000))).map(\.reason) == [.gap])
    #expect(cutter.finish() == [])
  }

  @Test func `never spans two recordings`() {
    let first = Self.fixes(Array(repeating: true, count: 60))
    let second = Self.fixes(Array(repeating: true, count: 60), from: 70)
    let boundary = SensorReading.recordingStarted(Timestamp(milliseconds: 70_000))
    #expect(Self.ends(Self.cut(first + [boundary] + second)).count == 2)
  }

  @Test func `never spans a clock that was set back`() {
    let first = Self.fixes(Array(repeating: true, count: 60), from: 1_000)
    let second = Self.fixes(Array(repeating: true, count: 60))
    #expect(Self.ends(Self.cut(first + second)).map(\.duration) == [.seconds(59), .seconds(59)])
  }

  @Test(arguments: 1...5) func `is not begun by the wandering of a standing receiver`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let readings = (Int64(0)..<3_000).map { second -> SensorReading in
      let position = Self.origin.moved(east: 5 * generator.normal(), north: 5 * generator.normal())
      return .fix(
        PositionFix(
          time: Timestamp(milliseconds: second * 1000), position: position, speed: .metersPerSecond(0.2), course: nil))
    }
    #expect(Self.cut(readings) == [])
  }

  @Test func `is found without any speed, by the way alone`() {
    let readings = Self.fixes(Array(repeating: false, count: 20) + Array(repeating: true, count: 100)).map {
      reading -> SensorReading in
      guard case .fix(var fix) = reading else { return reading }
      fix.speed = nil
      return .fix(fix)
    }
    let ends = Self.ends(Self.cut(readings))
    #expect(ends.count == 1)
    #expect(abs((ends.first?.distance.meters ?? 0) - 1_000) < 20)
  }
}
