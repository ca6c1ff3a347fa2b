public import Core
public import Ports

/// What every reader of the personal plane holds a record against before it believes it: the paired device's
/// signature, the driver's seal, and a sequence that only counts up.
public struct PersonalRecordGate {
  private struct Stream: Hashable {
    var vehicle: RecordID
    var topic: String
  }

  private let signatures: any SignatureChecking
  private let payloads: any PayloadOpening
  private var seen: [Stream: UInt64] = [:]

  public init(signatures: any SignatureChecking, payloads: any PayloadOpening) {
    self.signatures = signatures
    self.payloads = payloads
  }

  /// The opened payload.
  /// - Throws: `.unknownKey` for a vehicle that is not paired, `.forged`, `.altered`, `.replayed`. What is refused
  ///   changes nothing here.
  public mutating func open(
    _ record: SealedRecord, topic: String, registry: DeviceRegistry
  ) throws(IdentityFault) -> [UInt8] {
    guard let device = registry.device(of: record.vehicleID), device.driverKeyID == record.driverKeyID else {
      throw .unknownKey
    }
    guard
      signatures.isValid(
        record.signature, of: record.signedBytes(topic: topic), publicKey: device.publicKey, suite: record.signing)
    else { throw .forged }
    let stream = Stream(vehicle: record.vehicleID, topic: topic)
    if let last = seen[stream], record.sequence <= last { throw .replayed }
    let payload = try payloads.open(record, topic: topic)
    seen[stream] = record.sequence
    return payload
  }
}
