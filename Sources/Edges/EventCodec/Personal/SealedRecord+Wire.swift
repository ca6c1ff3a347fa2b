internal import Core
internal import Ports

extension SealedRecord: WireMessage {
  init(reading bytes: Span<UInt8>) throws(DecodingFault) { self = try SealedDraft.value(of: bytes) }

  func write(to writer: inout WireWriter) {
    writer.id(1, vehicleID)
    writer.fixed64(2, sequence)
    writer.enumeration(3, content.rawValue)
    writer.enumeration(4, sealing)
    writer.id(5, driverKeyID)
    writer.bytes(6, ciphertext)
    writer.enumeration(7, signing)
    writer.bytes(8, signature)
  }
}

/// `swerve.personal.v1.SealedRecord`. Lengths are judged only under the suites whose lengths are known.
private struct SealedDraft: MessageDraft {
  private static let aes256GCM: UInt32 = 1
  /// The tag of AES-GCM alone, of an empty text (NIST SP 800-38D).
  private static let shortestCiphertext = 16
  private static let ed25519: UInt32 = 1
  /// RFC 8032.
  private static let signatureLength = 64

  private var vehicleID = WireID.empty
  private var sequence: UInt64 = 0
  private var content: UInt32 = 0
  private var sealing: UInt32 = 0
  private var driverKeyID = WireID.empty
  private var ciphertext: [UInt8] = []
  private var signing: UInt32 = 0
  private var signature: [UInt8] = []

  mutating func merge(_ bytes: Span<UInt8>) throws(DecodingFault) {
    var reader = WireReader(bytes)
    while let field = try reader.nextField() {
      switch field.number {
      case 1: vehicleID = try reader.id(field)
      case 2: sequence = try reader.fixed64(field)
      case 3: content = try reader.uint32(field)
      case 4: sealing = try reader.uint32(field)
      case 5: driverKeyID = try reader.id(field)
      case 6: ciphertext = try reader.array(field)
      case 7: signing = try reader.uint32(field)
      case 8: signature = try reader.array(field)
      default: try reader.skip(field)
      }
    }
  }

  func value() throws(DecodingFault) -> SealedRecord {
    guard sealing != Self.aes256GCM || ciphertext.count >= Self.shortestCiphertext else {
      throw .invalid(field: "ciphertext")
    }
    guard signing != Self.ed25519 || signature.count == Self.signatureLength else {
      throw .invalid(field: "signature")
    }
    return SealedRecord(
      vehicleID: try vehicleID.required("vehicle_id"), sequence: sequence,
      content: SealedRecord.Content(rawValue: content), sealing: sealing,
      driverKeyID: try driverKeyID.required("driver_key_id"), ciphertext: ciphertext, signing: signing,
      signature: signature)
  }
}
