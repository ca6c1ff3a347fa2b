import Core
import Foundation
import Recordings

/// Recorded drives as the demo's traffic: each drive is a car, and all begin together when the demo does.
struct RecordedTraffic: DemoTraffic {
  /// Readings held in memory, about 64 bytes each.
  static let maximumReadings = 20_000_000

  private struct Drive {
    var readings: [SensorReading] = []
    var next = 0
    var shift = Timestamp.Span.zero
    var position: CarPosition?
  }

  private var drives: [Drive] = []
  let map: [UInt8]

  /// Reads the files; a file of several drives gives a car for each.
  init(paths: [String], start: Timestamp, arguments: Arguments) throws {
    var read = 0
    var drives: [Drive] = []
    for path in paths {
      let reader = try Recording.open(path, arguments)
      var drive = Drive()
      try Recording.forEach(reader) { batch in
        for reading in batch {
          if case .recordingStarted = reading, !drive.readings.isEmpty {
            drives.append(drive)
            drive = Drive()
          }
          drive.readings.append(reading)
        }
        read += batch.count
        if read > Self.maximumReadings {
          throw CommandFailure(.data, "\(path): more than \(Self.maximumReadings) readings in all; give fewer drives")
        }
      }
      if !drive.readings.isEmpty { drives.append(drive) }
      Recording.tell(reader, path)
    }
    map = Self.tracks(of: drives)
    for index in drives.indices {
      guard let first = drives[index].readings.first else { continue }
      let shift = start - first.time
      drives[index].readings = drives[index].readings.map { $0.moved(by: shift) }
      drives[index].shift = shift
      // The recorder goes off: the drive ends when its recording does.
      if let last = drives[index].readings.last { drives[index].readings.append(.recordingStarted(last.time)) }
    }
    self.drives = drives
  }

  var cameras: Int { drives.count }
  var positions: [CarPosition] { drives.compactMap(\.position) }
  mutating func warn(camera: Int, about place: Coordinate) {}
  func shift(of camera: Int) -> Timestamp.Span { drives[camera].shift }
  var endlessSince: Timestamp? { nil }

  mutating func advance(to time: Timestamp) -> [(camera: Int, readings: [SensorReading])] {
    var felt: [(camera: Int, readings: [SensorReading])] = []
    for index in drives.indices {
      let first = drives[index].next
      var next = first
      while next < drives[index].readings.count, drives[index].readings[next].time <= time {
        if case .fix(let fix) = drives[index].readings[next] {
          let known = drives[index].position?.course
          drives[index].position = CarPosition(
            camera: index, position: fix.position, course: fix.course ?? known ?? SyntheticTown.north,
            speed: fix.speed ?? .metersPerSecond(0))
        }
        next += 1
      }
      if next > first { felt.append((index, Array(drives[index].readings[first..<next]))) }
      drives[index].next = next
    }
    return felt
  }

  /// The tracks as lines, so that there is something to drive on.
  private static func tracks(of drives: [Drive]) -> [UInt8] {
    struct Line: Encodable {
      var type = "LineString"
      var coordinates: [[Double]]
    }
    struct Feature: Encodable {
      var type = "Feature"
      var geometry: Line
      var properties = ["name": "recorded drive", "class": "street"]
    }
    struct Collection: Encodable {
      var type = "FeatureCollection"
      var features: [Feature]
    }
    let features = drives.map { drive in
      Feature(
        geometry: Line(
          coordinates: drive.readings.compactMap { reading in
            guard case .fix(let fix) = reading else { return nil }
            return [fix.position.longitude, fix.position.latitude]
          }))
    }
    return AlertService.json(Collection(features: features.filter { $0.geometry.coordinates.count > 1 }))
  }
}
