public import Core
public import Ports

/// What every reader of the personal plane holds a record against before it believes it: the signature of the paired
/// device or of the service, the driver's seal, and a sequence that only counts up.
public struct PersonalRecordGate {
  /// Number of `SIGNATURE_SUITE_SERVICE_ED25519` in the schema.
  public static let serviceSuite: UInt32 = 2

  private struct Stream: Hashable {
    var stream: RecordStream
    var topic: String
  }

  private let signatures: any SignatureChecking
  private let payloads: any PayloadOpening
  private let serviceKey: [UInt8]?
  private var seen: [Stream: UInt64] = [:]

  /// - Parameter serviceKey: public key of the service that writes records of its own; nil where there is none.
  public init(signatures: any SignatureChecking, payloads: any PayloadOpening, serviceKey: [UInt8]? = nil) {
    self.signatures = signatures
    self.payloads = payloads
    self.serviceKey = serviceKey
  }

  /// What an earlier reader had seen of a topic.
  public mutating func remember(_ sequences: [RecordStream: UInt64], topic: String) {
    for (stream, last) in sequences { seen[Stream(stream: stream, topic: topic)] = last }
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
    let isService = record.signing == Self.serviceSuite
    guard let key = isService ? serviceKey : device.publicKey,
      signatures.isValid(
        record.signature, of: record.signedBytes(topic: topic), publicKey: key, suite: record.signing)
    else { throw .forged }
    let stream = Stream(
      stream: RecordStream(vehicleID: record.vehicleID, signing: record.signing), topic: topic)
    if let last = seen[stream], record.sequence <= last { throw .replayed }
    let payload = try payloads.open(record, topic: topic)
    seen[stream] = record.sequence
    return payload
  }
}
