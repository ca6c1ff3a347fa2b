public import Core

/// A drive as a live device writes it, in JSON lines: 25 samples of the accelerometer and a fix a second, eastwards at
/// 20 m/s, with hard brakings.
public struct RecordedDrive: Sendable {
  public var start: Timestamp
  public var home: Coordinate
  public var seconds: Int
  /// Seconds since the start at which the pedal goes down.
  public var brakings: [Int]
  /// Makes each camera's numbers its own.
  public var seed: UInt64

  public init(start: Timestamp, home: Coordinate, seconds: Int, brakings: [Int], seed: UInt64 = 1) {
    self.start = start
    self.home = home
    self.seconds = seconds
    self.brakings = brakings
    self.seed = seed
  }

  private static let cruising = 20.0
  private static let rate = 25
  /// m/s² and seconds of a braking.
  private static let braking = (deceleration: 0.55 * 9.80665, seconds: 1.4)

  public var jsonLines: String {
    var randomness = SeededGenerator(seed: seed)
    var lines = ["{\"t\":\(Double(start.milliseconds) / 1000),\"start\":true}"]
    var position = home
    var speed = Self.cruising
    let step = 1 / Double(Self.rate)
    for tick in 0...(seconds * Self.rate) {
      let elapsed = Double(tick) * step
      let isBraking = brakings.contains { elapsed >= Double($0) && elapsed < Double($0) + Self.braking.seconds }
      let acceleration = isBraking ? -Self.braking.deceleration : speed < Self.cruising ? 1.5 : 0
      speed = min(Self.cruising, speed + acceleration * step)
      position = position.moved(east: speed * step, north: 0)
      let time = Double(start.milliseconds + Int64(tick) * 40) / 1000
      let hum = Double.random(in: -0.01...0.01, using: &randomness)
      lines.append("{\"t\":\(time),\"ax\":\(acceleration / 9.80665 + hum),\"ay\":\(hum),\"az\":\(-hum)}")
      if tick % Self.rate == 0 {
        lines.append(
          "{\"t\":\(time),\"lat\":\(position.latitude),\"lon\":\(position.longitude),\"speed\":\(speed),\"course\":90,"
            + "\"accuracy\":3}")
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
