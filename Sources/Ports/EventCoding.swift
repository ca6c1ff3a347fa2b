public import Core

/// Turns records into the bytes of `schemas/` and back. Decoding any bytes whatever gives a value or throws; it never
/// traps.
///
/// Fields outside their range (a latitude of 91°, a record id of 3 bytes) are `.invalid`; numbers of open enums that
/// this build does not know are kept.
public protocol EventCoding: Sendable {
  func encode(_ sighting: HazardSighting) -> [UInt8]
  func encode(_ exposure: Exposure) -> [UInt8]
  func encode(_ sample: SceneSample) -> [UInt8]
  func encode(_ batch: AdmittedBatch) -> [UInt8]
  func encode(_ revision: HazardRevision) -> [UInt8]
  func encode(_ baseline: BaselineTile) -> [UInt8]
  func encode(_ rejection: Rejection) -> [UInt8]
  func encode(_ event: DriveEvent) -> [UInt8]
  func encode(_ event: ClipEvent) -> [UInt8]
  func encode(_ event: AccountEvent) -> [UInt8]
  func encode(_ record: SealedRecord) -> [UInt8]

  func decodeSighting(_ bytes: Span<UInt8>) throws(DecodingFault) -> HazardSighting
  func decodeExposure(_ bytes: Span<UInt8>) throws(DecodingFault) -> Exposure
  func decodeSceneSample(_ bytes: Span<UInt8>) throws(DecodingFault) -> SceneSample
  func decodeAdmittedBatch(_ bytes: Span<UInt8>) throws(DecodingFault) -> AdmittedBatch
  func decodeHazardRevision(_ bytes: Span<UInt8>) throws(DecodingFault) -> HazardRevision
  func decodeBaselineTile(_ bytes: Span<UInt8>) throws(DecodingFault) -> BaselineTile
  func decodeRejection(_ bytes: Span<UInt8>) throws(DecodingFault) -> Rejection
  func decodeDriveEvent(_ bytes: Span<UInt8>) throws(DecodingFault) -> DriveEvent
  func decodeClipEvent(_ bytes: Span<UInt8>) throws(DecodingFault) -> ClipEvent
  func decodeAccountEvent(_ bytes: Span<UInt8>) throws(DecodingFault) -> AccountEvent
  func decodeSealedRecord(_ bytes: Span<UInt8>) throws(DecodingFault) -> SealedRecord
}

/// Why bytes are no record.
public enum DecodingFault: Error, Hashable, Sendable, CustomStringConvertible {
  /// Not a message of the schema: cut off, a wrong wire type, a length that leads outside.
  case malformed
  /// A message of the schema with a field that means nothing: its name in the schema.
  case invalid(field: String)
  /// Larger than this reader takes.
  case tooLarge(bytes: Int, limit: Int)

  public var description: String {
    switch self {
    case .malformed: "the bytes are not a message of the schema"
    case .invalid(let field): "the field \(field) is outside its range"
    case .tooLarge(let bytes, let limit): "\(bytes) bytes, the limit is \(limit)"
    }
  }
}
