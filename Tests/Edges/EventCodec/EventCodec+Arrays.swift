import Core
import EventCodec
import Ports

/// Decoding from arrays: a span of a temporary inside `#expect` does not compile (Swift 6.3.1 stops in its verifier).
extension EventCodec {
  func sighting(_ bytes: [UInt8]) throws(DecodingFault) -> HazardSighting { try decodeSighting(bytes.span) }
  func exposure(_ bytes: [UInt8]) throws(DecodingFault) -> Exposure { try decodeExposure(bytes.span) }
  func scene(_ bytes: [UInt8]) throws(DecodingFault) -> SceneSample { try decodeSceneSample(bytes.span) }
  func batch(_ bytes: [UInt8]) throws(DecodingFault) -> AdmittedBatch { try decodeAdmittedBatch(bytes.span) }
  func revision(_ bytes: [UInt8]) throws(DecodingFault) -> HazardRevision { try decodeHazardRevision(bytes.span) }
  func baseline(_ bytes: [UInt8]) throws(DecodingFault) -> BaselineTile { try decodeBaselineTile(bytes.span) }
  func rejection(_ bytes: [UInt8]) throws(DecodingFault) -> Rejection { try decodeRejection(bytes.span) }
  func drive(_ bytes: [UInt8]) throws(DecodingFault) -> DriveEvent { try decodeDriveEvent(bytes.span) }
  func clip(_ bytes: [UInt8]) throws(DecodingFault) -> ClipEvent { try decodeClipEvent(bytes.span) }
  func account(_ bytes: [UInt8]) throws(DecodingFault) -> AccountEvent { try decodeAccountEvent(bytes.span) }
  func sealed(_ bytes: [UInt8]) throws(DecodingFault) -> SealedRecord { try decodeSealedRecord(bytes.span) }
}
