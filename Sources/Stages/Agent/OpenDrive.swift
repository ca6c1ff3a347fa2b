import Core

/// The end that an unfinished drive would have, as it is kept on disk: nine numbers of 8 bytes, big endian.
struct OpenDrive: Hashable {
  static let name = "agent open drive"

  let entry: DriveEntry

  /// Nil for an entry that is no end.
  init?(_ entry: DriveEntry) {
    guard case .ended = entry.content else { return nil }
    self.entry = entry
  }

  /// Nil for bytes that are none, or when no drive was on.
  init?(bytes: [UInt8]) {
    guard bytes.count == 72 else { return nil }
    let numbers = (0..<9).map { index in
      Int64(bitPattern: bytes[(8 * index)..<(8 * index + 8)].reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
    }
    func position(_ index: Int) -> Coordinate? {
      guard let latitude = Int32(exactly: numbers[index]), let longitude = Int32(exactly: numbers[index + 1]) else {
        return nil
      }
      let position = Coordinate(latitudeE7: latitude, longitudeE7: longitude)
      return position.isValid ? position : nil
    }
    guard let start = position(1), let end = position(4), numbers[6] >= 0, numbers[7] >= 0 else { return nil }
    entry = DriveEntry(
      drive: DriveOrigin(time: Timestamp(milliseconds: numbers[0]), position: start),
      time: Timestamp(milliseconds: numbers[3]),
      content: .ended(
        DriveEvent.DriveEnd(
          position: end, distance: .meters(Double(numbers[6]) / 1000), duration: .milliseconds(numbers[7]),
          reason: DriveEvent.EndReason(rawValue: UInt32(truncatingIfNeeded: numbers[8])))))
  }

  var bytes: [UInt8] {
    guard case .ended(let end) = entry.content else { return [] }
    let numbers =
      entry.drive.numbers + [
        entry.time.milliseconds, Int64(end.position.latitudeE7), Int64(end.position.longitudeE7),
        Int64(end.distance.meters * 1000), end.duration.milliseconds, Int64(end.reason.rawValue),
      ]
    return KeyedName.message("", numbers)
  }
}
