import Core

/// Where the demo's readings come from: the synthetic town, or recorded drives.
protocol DemoTraffic {
  /// Drives on until `time`, and says what the sensors of each camera felt on the way, in order.
  mutating func advance(to time: Timestamp) -> [(camera: Int, readings: [SensorReading])]
  var positions: [CarPosition] { get }
  /// An alert reached this camera's driver.
  mutating func warn(camera: Int, about place: Coordinate)
  /// How far the camera's recording was moved in time.
  func shift(of camera: Int) -> Timestamp.Span
  /// When it begins, where it goes on for ever; nil where every drive ends by itself.
  var endlessSince: Timestamp? { get }
  /// The roads for the map, GeoJSON.
  var map: [UInt8] { get }
  var cameras: Int { get }
}

extension TownTraffic: DemoTraffic {
  var map: [UInt8] { Array(town.geoJSON.utf8) }
  var cameras: Int { positions.count }
  func shift(of camera: Int) -> Timestamp.Span { .zero }
  var endlessSince: Timestamp? { start }
}
