internal import Core

/// Writes a reading as a live device would.
enum JSONLine {
  static func text(_ reading: SensorReading) -> String {
    let time = reading.time.seconds
    return switch reading {
    case .recordingStarted: "{\"t\":\(time),\"start\":true}\n"
    case .fix(let fix):
      "{\"t\":\(time),\"lat\":\(fix.position.latitude),\"lon\":\(fix.position.longitude)"
        + member("speed", fix.speed?.metersPerSecond) + member("course", fix.course?.degrees)
        + member("accuracy", fix.horizontalAccuracy?.meters) + "}\n"
    case .motion(let sample):
      "{\"t\":\(time),\"ax\":\(sample.forward.g),\"ay\":\(sample.right.g),\"az\":\(sample.up.g)}\n"
    case .anticipation(let score): "{\"t\":\(time),\"p\":\(score.probability)}\n"
    }
  }

  private static func member(_ name: String, _ value: (some BinaryFloatingPoint)?) -> String {
    value.map { ",\"\(name)\":\($0)" } ?? ""
  }
}
