import Core
import Testing

@Suite("A hard braking")
struct BrakingTests {
  /// 0.45 g for two seconds at second 40, from 20 m/s to 11 m/s.
  static func braking(_ change: (inout SyntheticDrive) -> Void = { _ in }) -> SyntheticDrive {
    var drive = SyntheticDrive()
    drive.forward = [(40...42, -0.45)]
    change(&drive)
    return drive
  }

  @Test(arguments: [1, 10, 25, 50, 100]) func `is found at any sample rate`(rate: Double) throws {
    let findings = find(in: Self.braking { $0.motionRate = rate }.readings())
    let brakings = findings.events(.hardBraking)
    try #require(brakings.count == 1)
    let braking = brakings[0]
    #expect(abs(braking.peaks.deceleration.g - 0.45) < 0.08)
    #expect(abs(braking.time.seconds - (1_767_225_600 + 41)) < 1.2)
    #expect(abs((braking.speedBefore?.metersPerSecond ?? 0) - 20) < 0.5)
    #expect(abs((braking.speedAfter?.metersPerSecond ?? 0) - 11.2) < 0.6)
    #expect(braking.duration >= .milliseconds(rate == 1 ? 300 : 1_500) && braking.duration <= .milliseconds(2_400))
    #expect(braking.isMeasured)
    #expect(braking.quality == (rate < 5 ? .poor : rate < 25 ? .fair : .good))
    #expect(findings.events == brakings)
  }

  @Test(arguments: [1, 5, 10]) func `is found without an accelerometer, from the GPS speed`(rate: Double) throws {
    let drive = Self.braking {
      $0.motionRate = nil
      $0.fixRate = rate
    }
    let brakings = find(in: drive.readings()).events(.hardBraking)
    try #require(brakings.count == 1)
    #expect(!brakings[0].isMeasured)
    #expect(brakings[0].quality == .poor)
    #expect(abs(brakings[0].peaks.deceleration.g - 0.45) < 0.05)
  }

  @Test func `of a receiver that lost the sky for a second is not believed`() {
    var drive = SyntheticDrive()
    drive.motionRate = nil
    let readings = drive.readings().map { reading -> SensorReading in
      guard case .fix(var fix) = reading, fix.time.seconds == 1_767_225_630 else { return reading }
      fix.speed = .metersPerSecond(9)
      return .fix(fix)
    }
    let findings = find(in: readings)
    #expect(findings.events == [])
    #expect(findings.withheld(.hardBraking) == [.contradictedByGPS])
  }

  @Test(arguments: [1, 100]) func `that the GPS speed contradicts is withheld with the reason`(rate: Double) {
    var drive = SyntheticDrive()
    drive.motionRate = rate
    drive.felt = [(39.6...40.4, -0.6, 0, 0)]
    let findings = find(in: drive.readings())
    #expect(findings.events == [])
    #expect(findings.withheld(.hardBraking) == [.contradictedByGPS])
  }

  @Test func `needs three tenths of a second: a shorter shock is none`() {
    var drive = SyntheticDrive()
    drive.forward = [(40...42, -0.2)]
    drive.felt = [(40.5...40.55, -0.5, 0, 0)]
    #expect(find(in: drive.readings()) == [])
  }

  @Test func `just below the threshold is none, just above is one`() {
    #expect(find(in: Self.braking { $0.forward = [(40...42, -0.26)] }.readings()) == [])
    #expect(find(in: Self.braking { $0.forward = [(40...42, -0.33)] }.readings()).events.count == 1)
  }

  @Test func `with a pumped pedal is one`() {
    let drive = Self.braking { $0.forward = [(40...40.6, -0.5), (41.5...42.1, -0.45), (43...43.6, -0.4)] }
    #expect(find(in: drive.readings()).events(.hardBraking).count == 1)
  }

  @Test func `again twenty seconds later is another`() {
    let drive = Self.braking { $0.forward = [(30...31, -0.5), (50...51, -0.5)] }
    #expect(find(in: drive.readings()).events(.hardBraking).count == 2)
  }

  @Test func `is not seen in a mount that leans, once its tilt is known`() {
    var drive = SyntheticDrive()
    drive.seconds = 120
    drive.tilt = -0.17  // 10°
    drive.forward = [(90...93, -0.2)]
    #expect(find(in: drive.readings()) == [])
    drive.forward = [(90...93, -0.4)]
    let brakings = find(in: drive.readings()).events(.hardBraking)
    #expect(brakings.count == 1)
    #expect(abs((brakings.first?.peaks.deceleration.g ?? 0) - 0.4) < 0.06)
  }

  @Test func `without any GPS is believed of a calibrated camera only`() {
    let calibrated = find(in: Self.braking { $0.blind = [35...60] }.readings())
    #expect(calibrated.events(.hardBraking).map(\.quality) == [.fair])
    #expect(calibrated.events(.hardBraking).map(\.place) == [nil])
    let slow = find(
      in: Self.braking {
        $0.blind = [35...60]
        $0.motionRate = 1
      }.readings())
    #expect(slow.events == [])
    #expect(slow.withheld(.hardBraking) == [.unconfirmedByGPS])
  }

  @Test func `comes within four seconds of its end`() throws {
    var detector = RoadEventDetector()
    for reading in Self.braking().readings() {
      guard let event = detector.absorb(reading).events.first else { continue }
      #expect((reading.time - event.time).seconds < 5)
      #expect((reading.time.seconds - 1_767_225_642) < 4)
      return
    }
    Issue.record("no braking was found")
  }

  @Test func `lies where the car was at the peak, between two fixes`() throws {
    let drive = Self.braking { $0.fixRate = 1 }
    let readings = drive.readings()
    let event = try #require(find(in: readings).events.first)
    var fine = drive
    fine.fixRate = 100
    let truth = fine.readings().compactMap { if case .fix(let fix) = $0 { fix } else { nil } }
      .min { abs(($0.time - event.time).milliseconds) < abs(($1.time - event.time).milliseconds) }
    let place = try #require(event.place)
    #expect(try place.position.distance(to: #require(truth).position).meters < 1.5)
  }

  @Test func `after the last fix carries the way the car may have gone as uncertainty`() throws {
    let drive = Self.braking { $0.blind = [40.5...60] }
    let event = try #require(find(in: drive.readings()).events.first)
    let accuracy = try #require(event.place?.accuracy)
    #expect(accuracy.meters > 4)
  }
}
