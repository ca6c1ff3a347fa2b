import Core
import EventCodec
import Ports
import Testing

/// What the golden vectors of the network plane mean, written out.
@Suite struct `The network plane reads` {
  private let codec = EventCodec()
  private let berlin = Coordinate(latitudeE7: 525_200_066, longitudeE7: 134_049_540)
  private let paloAlto = Coordinate(latitudeE7: 374_221_234, longitudeE7: -1_220_841_234)

  private func id(_ text: String) throws -> RecordID { try #require(RecordID(bytes: Array(text.utf8))) }

  @Test func `a sighting`() throws {
    let expected = HazardSighting(
      recordID: try id("0123456789abcdef"), position: berlin, course: Course(centidegrees: 27_050),
      time: Timestamp(milliseconds: 1_762_000_000_123), kind: .stillThere,
      peaks: .init(deceleration: .g(0.75), lateral: .g(-0.125), vertical: .g(1.5)), duration: .milliseconds(1_840),
      speedBefore: .metersPerSecond(31.25), speedAfter: .metersPerSecond(4.5),
      anticipation: .init(probability: 0.9375, leadTimeSeconds: 2.25), horizontalAccuracy: .meters(3.5), quality: .good,
      proof: Proof(
        suite: .arcV1P256, presentation: (0..<292).map { UInt8(($0 * 7 + 3) % 256) }, nonce: 3, day: 20_393),
      answersHazard: try id("fedcba9876543210"))
    #expect(try codec.sighting(GoldenVector.named("HazardSighting-full")) == expected)
    #expect(try codec.encode(expected) == GoldenVector.named("HazardSighting-full"))
  }

  @Test func `a sighting whose present values are all zero as present`() throws {
    let sighting = try codec.sighting(GoldenVector.named("HazardSighting-lowest"))
    #expect(sighting.course == Course(centidegrees: 0))
    #expect(sighting.peaks == .init(deceleration: .g(0), lateral: .g(0), vertical: .g(0)))
    #expect(sighting.speedBefore == .metersPerSecond(0) && sighting.speedAfter == .metersPerSecond(0))
    #expect(sighting.anticipation == .init(probability: 0, leadTimeSeconds: 0))
    #expect(sighting.horizontalAccuracy == .zero)
    #expect(sighting.proof == Proof(suite: .unspecified, presentation: [], nonce: 0, day: -100_000_000))
    #expect(sighting.answersHazard == RecordID(high: 0, low: 0))
    #expect(sighting.kind.rawValue == UInt32(bitPattern: .min) && sighting.quality.rawValue == .max)
  }

  @Test func `an exposure`() throws {
    let expected = Exposure(
      recordID: try id("0123456789abcdef"), position: paloAlto, course: try #require(Course(centidegrees: 9_000)),
      hourBucket: 489_444, meanSpeed: .metersPerSecond(27.5), dwellSeconds: 1.25, braked: true,
      proof: Proof(suite: .arcV1P256, presentation: Array("presentation".utf8), nonce: 512, day: 20_393))
    #expect(try codec.exposure(GoldenVector.named("Exposure-full")) == expected)
    #expect(try codec.encode(expected) == GoldenVector.named("Exposure-full"))
  }

  @Test func `a scene sample`() throws {
    let expected = SceneSample(
      recordID: try id("0123456789abcdef"), tile: try #require(Tile(x: 16_384, y: 10_000)), hourBucket: 489_444,
      surface: 2, visibility: 2, vehiclesPerKilometer: 12.5, pedestriansPerKilometer: 3.25, cyclistsPerKilometer: 0.5,
      distance: .meters(843.75),
      proof: Proof(suite: .arcV1P256, presentation: Array("presentation".utf8), nonce: 1, day: 20_393))
    #expect(try codec.scene(GoldenVector.named("SceneSample-full")) == expected)
    #expect(try codec.encode(expected) == GoldenVector.named("SceneSample-full"))
  }

  @Test func `the sightings of an admitted batch, with NaN where nothing was measured`() throws {
    let batch = try codec.batch(GoldenVector.named("AdmittedBatch-full"))
    let rows = batch.sightings
    #expect(batch.tile == Tile(x: 16_384, y: 10_000))
    #expect(rows.eventTime == [1_762_000_000_123, -9_000_000_000_000_000, 9_000_000_000_000_000])
    #expect(rows.latitudeE7 == [525_200_066, -900_000_000, 900_000_000])
    #expect(rows.longitudeE7 == [134_049_540, -1_800_000_000, 1_800_000_000])
    #expect(rows.course == [27_050, AbsentValue.course, 35_999])
    #expect(rows.segment == [1_234_567_890_123_456_789, 0, .max])
    #expect(rows.camera == [9_876_543_210_987_654_321, 0, .max])
    #expect(rows.day == [20_393, -100_000_000, 100_000_000])
    #expect(rows.kind == [1, 0, .max])
    #expect(rows.deceleration[0] == 0.75 && rows.lateral[0] == -0.125 && rows.vertical[0] == 1.5)
    #expect(rows.speedBefore[0] == 31.25 && rows.speedAfter[0] == 4.5)
    #expect(rows.probability[0] == 0.9375 && rows.horizontalAccuracy[0] == 3.5)
    let floats = [
      rows.deceleration, rows.lateral, rows.vertical, rows.speedBefore, rows.speedAfter, rows.probability,
      rows.horizontalAccuracy,
    ]
    #expect(floats.allSatisfy { $0.count == 3 && $0[1].isNaN && $0[2].isFinite })
    #expect(rows.quality == [1, 0, .max])
    #expect(rows.recordIDs == [try id("0123456789abcdef"), RecordID(high: 0, low: 0), RecordID(high: .max, low: .max)])
    #expect(rows.placeScheme == .grid100m)
  }

  @Test func `the exposures of an admitted batch`() throws {
    var expected = ExposureColumns()
    expected.hourBucket = [489_444, -2_000_000_000]
    expected.latitudeE7 = [374_221_234, -900_000_000]
    expected.longitudeE7 = [-1_220_841_234, 1_800_000_000]
    expected.course = [9_000, 0]
    expected.segment = [42, .max]
    expected.meanSpeed = [27.5, 0]
    expected.dwell = [1.25, -0.0]
    expected.braked = [true, false]
    expected.recordIDs = [try id("fedcba9876543210"), try id("0123456789ABCDEF")]
    expected.placeScheme = .segment
    #expect(try codec.batch(GoldenVector.named("AdmittedBatch-full")).exposures == expected)
  }

  @Test func `the distinct contributions of an admitted batch, where they were written`() throws {
    let rows = try codec.batch(GoldenVector.named("AdmittedBatch-contributions")).exposures
    #expect(rows.count == 3)
    #expect(rows.contribution == [9_876_543_210_987_654_321, 0, .max])
    #expect(try codec.batch(GoldenVector.named("AdmittedBatch-full")).exposures.contribution == [])
  }

  @Test func `a batch of no bytes as the default tile without rows`() throws {
    #expect(try codec.batch([]) == AdmittedBatch(tile: #require(Tile(x: 0, y: 0))))
  }

  @Test func `a hazard revision`() throws {
    let expected = HazardRevision(
      hazardID: try id("hazard0123456789"), revision: 3, state: .confirmed, kind: .suddenBraking,
      segment: 1_234_567_890_123_456_789, placeScheme: .segment, tile: try #require(Tile(x: 16_384, y: 10_000)),
      position: berlin, course: try #require(Course(centidegrees: 27_050)), grade: 10, cameras: 14,
      opened: Timestamp(milliseconds: 1_762_000_000_123), time: Timestamp(milliseconds: 1_762_000_060_456),
      expectedUntil: Timestamp(milliseconds: 1_762_001_260_456), comparison: .baseline, likelihoodRatio: 2.5,
      peakDeceleration: .g(0.75))
    #expect(try codec.revision(GoldenVector.named("HazardRevision-full")) == expected)
    #expect(try codec.encode(expected) == GoldenVector.named("HazardRevision-full"))
    let counted = try codec.revision(GoldenVector.named("HazardRevision-counted"))
    #expect(counted.likelihoodRatio == nil && counted.peakDeceleration == nil && counted.comparison == .count)
  }

  @Test func `a baseline tile`() throws {
    var expected = BaselineTile(tile: try #require(Tile(x: 16_384, y: 10_000)))
    expected.segment = [1, 1, .max]
    expected.hourOfWeek = [0, 127, 167]
    expected.expectedSpeed = [31.25, 27.5, 0]
    expected.expectedDwell = [0, 2.5, -0.0]
    expected.brakingRate = [0.0625, 0, 1]
    expected.contributions = [10, 16_384, .max]
    expected.placeScheme = .segment
    #expect(try codec.baseline(GoldenVector.named("BaselineTile-full")) == expected)
    #expect(try codec.encode(expected) == GoldenVector.named("BaselineTile-full"))
  }

  @Test func `a rejection, with every character of its topic`() throws {
    let expected = Rejection(
      reason: .proofInvalid, topic: "network.sightings", partition: 11, offset: 123_456_789_012, valueBytes: 4_096,
      logTime: Timestamp(milliseconds: 1_762_000_000_123))
    #expect(try codec.rejection(GoldenVector.named("Rejection-full")) == expected)
    #expect(try codec.encode(expected) == GoldenVector.named("Rejection-full"))
    #expect(try codec.rejection(GoldenVector.named("Rejection-highest")).topic == "a\0b ü € 🚗")
  }
}
