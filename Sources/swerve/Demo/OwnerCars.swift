import Agent
import Core
import Ports

/// The cars of the demo's owner: beside what any camera sends, theirs keep the owner's archive.
struct OwnerCars {
  /// Of the town's cars; of recorded drives all are the owner's.
  static let ofTown = 12
  /// A trip of the town: nobody there stands still for as long as ends one, so the ignition is turned off and on.
  static let tripLength = Timestamp.Span.minutes(4)

  let cars: Range<Int>
  private let couriers: [FootageCourier]
  /// Apart from the network's: the two planes share no connection.
  private let producer: any LogProducer
  /// When each car's ignition is turned next; nil where recordings end by themselves.
  private var ignition: [Timestamp]?
  private var unsent: Set<Int> = []
  private var filmed: Set<Int> = []

  /// - Parameters:
  ///   - start: of the town's traffic; nil for recorded drives.
  ///   - shift: how far a car's recording was moved in time.
  init(
    _ cameras: ArraySlice<PairedCamera>, footage: DemoFootage, uploads address: String, log: any RecordLog,
    clock: any WallClock, start: Timestamp?, shift: @escaping (Int) -> Timestamp.Span
  ) throws {
    cars = cameras.indices
    couriers = cameras.indices.compactMap { index in
      ClipUploader(address: address, camera: cameras[index], clock: clock).map { uploader in
        FootageCourier(uploader) { .files(footage.files(for: $0, movedBy: shift(index))) }
      }
    }
    precondition(couriers.count == cars.count, "the demo's own address is one")
    producer = try log.producer(idempotent: true)
    let count = Int64(max(1, cars.count))
    // One after the other, so that the first trips are over soon.
    ignition = start.map { start in
      cars.map {
        start + .milliseconds(Self.tripLength.milliseconds * (Int64($0 - cars.lowerBound) + count) / (2 * count))
      }
    }
  }

  func close() { producer.close() }

  /// The same readings, with what the ignition does among them.
  mutating func driven(_ camera: Int, _ readings: [SensorReading]) -> [SensorReading] {
    guard cars.contains(camera), let due = ignition?[camera - cars.lowerBound],
      let index = readings.firstIndex(where: { $0.time >= due })
    else { return readings }
    ignition?[camera - cars.lowerBound] = readings[index].time + Self.tripLength
    return readings[..<index] + [.recordingStarted(readings[index].time)] + readings[index...]
  }

  mutating func note(_ effects: [AgentEffect], of camera: Int) {
    guard cars.contains(camera), effects.contains(where: { if case .archive = $0 { true } else { false } }) else {
      return
    }
    unsent.insert(camera)
    filmed.insert(camera)
  }

  /// Sends what is new of the drives, and goes on with the footage that is complete.
  mutating func bring(_ agents: [AgentService], now: Timestamp) throws {
    for camera in unsent.sorted() {
      if try agents[camera].flushArchive(producer).failure == nil { unsent.remove(camera) }
    }
    for camera in filmed.sorted() where !unsent.contains(camera) {
      let service = agents[camera]
      let isDone = try couriers[camera - cars.lowerBound].step(service, until: now) {
        try service.flushArchive(producer).failure
      }
      if isDone { filmed.remove(camera) }
    }
  }
}
