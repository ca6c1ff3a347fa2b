internal import Core

/// Checks of values that every format shares: what is wrong is said by the name the format has for it.
enum ReadingFields {
  /// Metres of horizontal uncertainty, one standard deviation, for each unit of HDOP: the usual 5 m of a civil
  /// single-frequency receiver in the open.
  static let metersPerHDOP = 5.0

  static func time(_ seconds: Double, field: String) throws(LineFault) -> Timestamp {
    guard let time = Timestamp(seconds: seconds), SensorReading.recordingStarted(time).isPlausible else {
      throw LineFault(field: field, reason: "no instant", hint: "give seconds since 1970-01-01T00:00:00Z")
    }
    return time
  }

  static func position(_ latitude: Double, _ longitude: Double) throws(LineFault) -> Coordinate {
    guard let position = Coordinate(latitude: latitude, longitude: longitude) else {
      let isLatitude = !(latitude >= -90 && latitude <= 90)
      throw LineFault(
        field: isLatitude ? "latitude" : "longitude", reason: "outside the world",
        hint: "give degrees of WGS 84: −90 … 90 and −180 … 180")
    }
    return position
  }

  /// Nil stays nil; a negative or absurd speed is a fault.
  static func speed(_ metersPerSecond: Double?, field: String) throws(LineFault) -> Speed? {
    guard let metersPerSecond else { return nil }
    // Compared as it is kept: the last number below 150 would be rounded to it.
    let rounded = Float(metersPerSecond)
    guard metersPerSecond >= 0, rounded < 150 else {
      throw LineFault(field: field, reason: "no speed of a road vehicle", hint: "leave it out when unknown")
    }
    return .metersPerSecond(rounded)
  }

  static func accuracy(_ meters: Double?, field: String) throws(LineFault) -> Distance? {
    guard let meters else { return nil }
    guard meters >= 0, meters < 1e7 else {
      throw LineFault(field: field, reason: "no accuracy", hint: "give metres, or leave it out")
    }
    return .meters(meters)
  }

  static func acceleration(_ g: Double, field: String) throws(LineFault) -> Acceleration {
    let rounded = Float(g)
    guard abs(rounded) < 200 else {
      throw LineFault(
        field: field, reason: "past the range of any accelerometer", hint: "give standard gravities, not m/s²")
    }
    return .g(rounded)
  }
}
