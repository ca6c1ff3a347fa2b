/// Where a record stands in its driver's log. A sealed payload opens there and nowhere else.
public struct RecordCoordinates: Hashable, Sendable {
  /// The topic, so that an event of one log is not taken for one of another.
  public let topic: String
  /// The random id of the vehicle.
  public let vehicle: [UInt8]
  /// The vehicle's own count of its records, chosen before the record is sent (an offset is known only after).
  public let sequence: UInt64

  /// Topic and vehicle id are at most 65,535 bytes each.
  public init(topic: String, vehicle: [UInt8], sequence: UInt64) {
    precondition(topic.utf8.count <= Int(UInt16.max) && vehicle.count <= Int(UInt16.max))
    self.topic = topic
    self.vehicle = vehicle
    self.sequence = sequence
  }

  /// Each length before its bytes, so that no two coordinates have one encoding, nor one that begins another.
  var encoded: [UInt8] {
    Array("swerve record 1".utf8) + bigEndian(UInt64(topic.utf8.count), 2) + Array(topic.utf8)
      + bigEndian(UInt64(vehicle.count), 2) + vehicle + bigEndian(sequence, 8)
  }

  private func bigEndian(_ number: UInt64, _ count: Int) -> [UInt8] {
    (0..<count).reversed().map { UInt8(truncatingIfNeeded: number >> UInt64(8 * $0)) }
  }
}
