import Core

/// A drive northwards at 20 m/s, one reading a second of each kind, that brakes hard at the given seconds.
struct BrakingDrive {
  static let start = Timestamp(milliseconds: 1_767_225_600_000)
  static let home = Coordinate(latitude: 52.5025, longitude: 13.4025)!

  var seconds = 300
  var brakings = [100, 160, 220]
  /// A shock the car did not follow.
  var shocks: [Int] = []

  func readings() -> [SensorReading] {
    var readings: [SensorReading] = []
    var position = Self.home
    for second in 0...seconds {
      let time = Self.start + .seconds(Int64(second))
      let since = brakings.map { second - $0 }.first { (0...12).contains($0) }
      // From 20 to 10 m/s within two seconds, and back to 20 in ten.
      let speed: Double =
        switch since {
        case .some(0): 16
        case .some(1): 12
        case .some(let after): min(20, 8 + Double(after))
        case .none: 20
        }
      position = position.moved(east: 0, north: speed)
      readings.append(
        .fix(
          PositionFix(
            time: time, position: position, speed: .metersPerSecond(Float(speed)), course: Course(degrees: 0),
            horizontalAccuracy: .meters(4))))
      let isHard = since == 0 || since == 1 || shocks.contains(second)
      readings.append(.motion(MotionSample(time: time, forward: .g(isHard ? -0.5 : 0), right: .g(0), up: .g(0))))
    }
    return readings
  }
}

enum Consent {
  static let vehicle = RecordID(high: 0x1111_1111_1111_1111, low: 0x2222_2222_2222_2222)
  static let account = RecordID(high: 0x3333_3333_3333_3333, low: 0x4444_4444_4444_4444)

  static func event(_ content: AccountEvent.Content, second: Int64) -> AccountEvent {
    AccountEvent(accountID: account, time: Timestamp(milliseconds: second * 1000), content: content)
  }

  static let granted = event(.consentGranted(scope: .hazardNetwork, textVersion: "1", vehicleID: vehicle), second: 1)
  static let withdrawn = event(.consentWithdrawn(scope: .hazardNetwork, vehicleID: vehicle), second: 2)

  static func state(_ events: [AccountEvent]) -> ConsentState {
    var state = ConsentState(vehicleID: vehicle)
    for event in events { state.absorb(event) }
    return state
  }
}
