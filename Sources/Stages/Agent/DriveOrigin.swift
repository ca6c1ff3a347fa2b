public import Core

/// Where and when a drive began: what names it.
public struct DriveOrigin: Hashable, Sendable {
  public var time: Timestamp
  public var position: Coordinate

  public init(time: Timestamp, position: Coordinate) {
    self.time = time
    self.position = position
  }

  /// A keyed hash of the beginning: the same when a recording is read again, chance to everybody else.
  public func id(hash: KeyedHash) -> RecordID? { KeyedName.id("swerve drive", numbers, hash: hash) }

  var numbers: [Int64] { [time.milliseconds, Int64(position.latitudeE7), Int64(position.longitudeE7)] }
}
