import Core
import Foundation
import Testing

@testable import swerve

/// A folder of one test, with the table it replays and what came out. Removed when the test is over.
final class SightingsFile {
  let folder: String
  var input: String { folder + "/sightings.csv" }
  var output: String { folder + "/hazards.csv" }

  static let header = "camera,t,lat,lon,course,kind,peak_g"

  init(_ lines: [String], header: String? = SightingsFile.header) throws {
    folder = NSTemporaryDirectory() + "swerve-replay-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try Data(((header.map { [$0] } ?? []) + lines).joined(separator: "\n").utf8).write(to: URL(fileURLWithPath: input))
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  /// Replays it through the command line.
  func replay(_ options: [String] = []) async throws -> Hazards {
    let status = await Swerve.run(["replay", "sightings", input, "-o", output] + options)
    try #require(status == .success)
    return try Hazards(String(contentsOfFile: output, encoding: .utf8))
  }

  /// What a replay wrote.
  struct Hazards: Equatable {
    struct Line: Equatable {
      var hazard, revision, state, time, latitude, longitude, course, kind, grade, cameras: String
    }

    var text: String
    var lines: [Line] = []

    init(_ text: String) throws {
      self.text = text
      for line in text.split(separator: "\n").dropFirst() {
        let fields = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        try #require(fields.count == 10)
        lines.append(
          Line(
            hazard: fields[0], revision: fields[1], state: fields[2], time: fields[3], latitude: fields[4],
            longitude: fields[5], course: fields[6], kind: fields[7], grade: fields[8], cameras: fields[9]))
      }
    }

    var hazards: Set<String> { Set(lines.map(\.hazard)) }
    var confirmed: Set<String> { Set(lines.filter { $0.state == "confirmed" }.map(\.hazard)) }
  }
}

/// A row of a table, as a person would write it.
struct Braking {
  var camera: String
  var seconds: Double
  var latitude = 46.0003
  var longitude = -29.9903
  var course = 90.0
  var kind = "hard_braking"
  var peak = "0.45"

  var line: String { "\(camera),\(seconds),\(latitude),\(longitude),\(course),\(kind),\(peak)" }

  static let start = 1_800_000_000.0

  /// So many cameras in one place, some seconds apart, in a stretch of 60 m along an eastbound road.
  static func crowd(_ count: Int, every seconds: Double = 20, at place: (Double, Double) = (46.0003, -29.9903))
    -> [Braking]
  {
    (0..<count).map { index in
      Braking(
        camera: "camera \(index)", seconds: start + Double(index) * seconds, latitude: place.0,
        longitude: place.1 + Double(index % 4) * 0.0002, peak: "0.\(40 + index)")
    }
  }
}

extension [Braking] {
  var lines: [String] { map(\.line) }
}
