import Core
import EventCodec
import TestSupport

/// Records of every kind with all their fields drawn from a seed. Floats are whole sixteenths, so that a text of
/// `protoc` holds them exactly; none is minus zero.
struct RandomRecords {
  private var random: SeededGenerator

  init(seed: UInt64) { random = SeededGenerator(seed: seed) }

  mutating func bytes(of message: MessageKind) -> [UInt8] {
    let codec = EventCodec()
    return switch message {
    case .hazardSighting: codec.encode(sighting())
    case .exposure: codec.encode(exposure())
    case .sceneSample: codec.encode(scene())
    case .admittedBatch: codec.encode(batch(sightings: upTo(40), exposures: upTo(40)))
    case .hazardRevision: codec.encode(revision())
    case .baselineTile: codec.encode(baseline(rows: upTo(40)))
    case .rejection: codec.encode(rejection())
    case .driveEvent: codec.encode(drive())
    case .clipEvent: codec.encode(clip())
    case .accountEvent: codec.encode(account())
    case .sealedRecord: codec.encode(sealed())
    }
  }

  mutating func sighting() -> HazardSighting {
    HazardSighting(
      recordID: id(), position: position(), course: maybe { $0.course() }, time: time(),
      kind: SightingKind(rawValue: number()), peaks: maybe { $0.peaks() }, duration: span(),
      speedBefore: maybe { .metersPerSecond($0.float()) }, speedAfter: maybe { .metersPerSecond($0.float()) },
      anticipation: maybe { .init(probability: $0.probability(), leadTimeSeconds: $0.float()) },
      horizontalAccuracy: maybe { .meters(Double(abs($0.float()))) }, quality: SensorQuality(rawValue: number()),
      proof: maybe { $0.proof() }, answersHazard: maybe { $0.id() })
  }

  mutating func batch(sightings: Int, exposures: Int) -> AdmittedBatch {
    var batch = AdmittedBatch(tile: tile())
    for _ in 0..<sightings {
      let day = Int32.random(in: -100_000_000...100_000_000, using: &random)
      batch.sightings.append(sighting(), segment: random.next(), camera: random.next(), day: day)
    }
    batch.sightings.placeScheme = PlaceScheme(rawValue: number())
    for _ in 0..<exposures {
      batch.exposures.append(exposure(), segment: random.next(), contribution: random.next())
    }
    batch.exposures.placeScheme = PlaceScheme(rawValue: number())
    return batch
  }

  private mutating func exposure() -> Exposure {
    Exposure(
      recordID: id(), position: position(), course: course(), hourBucket: hour(), meanSpeed: .metersPerSecond(float()),
      dwellSeconds: float(), braked: Bool.random(using: &random), proof: maybe { $0.proof() })
  }

  private mutating func scene() -> SceneSample {
    SceneSample(
      recordID: id(), tile: tile(), hourBucket: hour(), surface: number(), visibility: number(),
      vehiclesPerKilometer: float(), pedestriansPerKilometer: float(), cyclistsPerKilometer: float(),
      distance: .meters(Double(float())), proof: maybe { $0.proof() })
  }

  private mutating func revision() -> HazardRevision {
    HazardRevision(
      hazardID: id(), revision: max(1, number()), state: HazardState(rawValue: number()),
      kind: HazardKind(rawValue: number()), segment: random.next(), placeScheme: PlaceScheme(rawValue: number()),
      tile: tile(), position: position(), course: course(), grade: UInt32.random(in: 2...10, using: &random),
      cameras: number(), opened: time(), time: time(), expectedUntil: time(),
      comparison: HazardRevision.Comparison(rawValue: number()), likelihoodRatio: maybe { $0.float() },
      peakDeceleration: maybe { .g($0.float()) })
  }

  private mutating func baseline(rows: Int) -> BaselineTile {
    var tile = BaselineTile(tile: tile())
    for _ in 0..<rows {
      tile.segment.append(random.next())
      tile.hourOfWeek.append(UInt32.random(in: 0..<168, using: &random))
      tile.expectedSpeed.append(float())
      tile.expectedDwell.append(float())
      tile.brakingRate.append(float())
      tile.contributions.append(max(10, number()))
    }
    tile.placeScheme = PlaceScheme(rawValue: number())
    return tile
  }

  private mutating func rejection() -> Rejection {
    Rejection(
      reason: RejectionReason(rawValue: number()), topic: text(), partition: number(), offset: random.next(),
      valueBytes: number(), logTime: time())
  }

  private mutating func drive() -> DriveEvent {
    let content: DriveEvent.Content =
      switch upTo(3) {
      case 0: .started(at: position())
      case 1: .track(track(fixes: upTo(40)))
      case 2:
        .incident(
          .init(
            incidentID: id(), kind: IncidentKind(rawValue: number()), position: position(),
            course: maybe { $0.course() }, peaks: peaks(), duration: span(),
            speedBefore: maybe { .metersPerSecond($0.float()) }, speedAfter: maybe { .metersPerSecond($0.float()) },
            probability: maybe { $0.probability() }))
      default:
        .ended(
          .init(
            position: position(), distance: .meters(Double(float())), duration: span(),
            reason: DriveEvent.EndReason(rawValue: number())))
      }
    return DriveEvent(driveID: id(), time: time(), content: content)
  }

  private mutating func track(fixes: Int) -> DriveEvent.TrackChunk {
    var track = DriveEvent.TrackChunk(base: time())
    for _ in 0..<fixes {
      let position = position()
      track.timeOffset.append(number())
      track.latitudeE7.append(position.latitudeE7)
      track.longitudeE7.append(position.longitudeE7)
      track.course.append(maybe { UInt32($0.course().centidegrees) } ?? AbsentValue.course)
      track.speed.append(maybe { $0.float() } ?? .nan)
    }
    return track
  }

  private mutating func clip() -> ClipEvent {
    let content: ClipEvent.Content =
      switch upTo(7) {
      case 0:
        .declared(
          .init(
            kind: number(), driveID: id(), incidentID: maybe { $0.id() }, byteCount: random.next(), sha256: bytes(32),
            mediaType: text(), recordedFrom: time(), recordedUntil: time(), triggerOffset: span()))
      case 1: .received(byteCount: random.next(), sha256: bytes(32))
      case 2: .starred
      case 3: .unstarred
      case 4: .evicted(reason: number(), byteCount: random.next())
      case 5: .deleted(by: number())
      case 6: .shared(shareID: id(), recipient: text(), until: time())
      default: .shareRevoked(shareID: id())
      }
    return ClipEvent(clipID: id(), time: time(), content: content)
  }

  private mutating func account() -> AccountEvent {
    let content: AccountEvent.Content =
      switch upTo(4) {
      case 0: .paired(vehicleID: id(), devicePublicKey: bytes(32), driverKeyID: id())
      case 1: .consentGranted(scope: ConsentScope(rawValue: number()), textVersion: text(), vehicleID: id())
      case 2: .consentWithdrawn(scope: ConsentScope(rawValue: number()), vehicleID: id())
      case 3: .planChanged(plan: text(), tierBytes: random.next())
      default: .erased(driverKeyID: id())
      }
    return AccountEvent(accountID: id(), time: time(), content: content)
  }

  private mutating func sealed() -> SealedRecord {
    SealedRecord(
      vehicleID: id(), sequence: random.next(), content: SealedRecord.Content(rawValue: number()), sealing: number(),
      driverKeyID: id(), ciphertext: bytes(16 + upTo(600)), signing: number(), signature: bytes(64))
  }

  // MARK: Fields

  private mutating func maybe<Value>(_ make: (inout Self) -> Value) -> Value? { upTo(2) == 0 ? nil : make(&self) }
  private mutating func upTo(_ highest: Int) -> Int { Int.random(in: 0...highest, using: &random) }
  private mutating func id() -> RecordID { RecordID(high: random.next(), low: random.next()) }
  private mutating func bytes(_ count: Int) -> [UInt8] { (0..<count).map { _ in .random(in: 0...255, using: &random) } }

  /// Of every length that a varint of 32 bits has.
  private mutating func number() -> UInt32 { UInt32(truncatingIfNeeded: random.next()) >> UInt32(upTo(32)) }
  private mutating func span() -> Timestamp.Span { .milliseconds(Int64(number())) }
  private mutating func float() -> Float { Float(Int.random(in: -8_000...8_000, using: &random)) / 16 }
  private mutating func probability() -> Float { Float(upTo(16)) / 16 }
  private mutating func hour() -> Int32 { Int32.random(in: -2_000_000_000...2_000_000_000, using: &random) }

  private mutating func time() -> Timestamp {
    Timestamp(milliseconds: Int64.random(in: -9_000_000_000_000_000...9_000_000_000_000_000, using: &random))
  }

  private mutating func position() -> Coordinate {
    Coordinate(
      latitudeE7: Int32.random(in: -900_000_000...900_000_000, using: &random),
      longitudeE7: Int32.random(in: -1_800_000_000...1_800_000_000, using: &random))
  }

  private mutating func course() -> Course {
    // `upTo` stays below the full circle, so there always is one.
    guard let course = Course(centidegrees: upTo(35_999)) else { preconditionFailure("a course below 36,000") }
    return course
  }

  private mutating func tile() -> Tile { Tile(containing: position()) }

  private mutating func peaks() -> HazardSighting.Peaks {
    .init(deceleration: .g(abs(float())), lateral: .g(float()), vertical: .g(float()))
  }

  private mutating func proof() -> Proof {
    Proof(
      suite: ProofSuite(rawValue: number()), presentation: bytes(upTo(300)), nonce: random.next() >> UInt64(upTo(63)),
      day: Int32.random(in: -100_000_000...100_000_000, using: &random))
  }

  private mutating func text() -> String {
    String((0..<upTo(20)).map { _ in "abcäöü€🚗 ./".randomElement(using: &random) ?? "x" })
  }
}
