import Core
import EventCodec
import Ports
import Testing

/// The messages of the schema that have bytes of their own, and what the codec offers for each.
enum MessageKind: String, CaseIterable, CustomTestStringConvertible, Sendable {
  case hazardSighting = "HazardSighting"
  case exposure = "Exposure"
  case sceneSample = "SceneSample"
  case admittedBatch = "AdmittedBatch"
  case hazardRevision = "HazardRevision"
  case baselineTile = "BaselineTile"
  case rejection = "Rejection"
  case driveEvent = "DriveEvent"
  case clipEvent = "ClipEvent"
  case accountEvent = "AccountEvent"
  case sealedRecord = "SealedRecord"

  var testDescription: String { rawValue }

  /// The file of the schema without its ending.
  var plane: String {
    switch self {
    case .driveEvent, .clipEvent, .accountEvent, .sealedRecord: "personal"
    default: "network"
    }
  }

  var fullName: String { "swerve.\(plane).v1.\(rawValue)" }

  /// As `MessageLimit` promises them, written out: a limit that moves is a change of the contract.
  var limit: Int {
    switch self {
    case .hazardSighting, .exposure, .sceneSample, .hazardRevision, .rejection: 4_096
    case .clipEvent, .accountEvent: 65_536
    case .driveEvent: 524_288
    case .admittedBatch, .baselineTile, .sealedRecord: 1_048_576
    }
  }

  /// Decodes and encodes again.
  func canonical(_ bytes: [UInt8]) throws(DecodingFault) -> [UInt8] {
    let codec = EventCodec()
    return switch self {
    case .hazardSighting: codec.encode(try codec.sighting(bytes))
    case .exposure: codec.encode(try codec.exposure(bytes))
    case .sceneSample: codec.encode(try codec.scene(bytes))
    case .admittedBatch: codec.encode(try codec.batch(bytes))
    case .hazardRevision: codec.encode(try codec.revision(bytes))
    case .baselineTile: codec.encode(try codec.baseline(bytes))
    case .rejection: codec.encode(try codec.rejection(bytes))
    case .driveEvent: codec.encode(try codec.drive(bytes))
    case .clipEvent: codec.encode(try codec.clip(bytes))
    case .accountEvent: codec.encode(try codec.account(bytes))
    case .sealedRecord: codec.encode(try codec.sealed(bytes))
    }
  }
}
