internal import Core
internal import Ports

/// `swerve.network.v1.Proof`. The presentation may have any length here: whoever verifies it says what is wrong with
/// it, and sets the record aside for its proof, not as a field out of range.
struct ProofDraft: MessageDraft {
  private var suite: UInt32 = 0
  private var presentation: [UInt8] = []
  private var nonce: UInt64 = 0
  private var day: Int32 = 0

  mutating func merge(_ bytes: Span<UInt8>) throws(DecodingFault) {
    var reader = WireReader(bytes)
    while let field = try reader.nextField() {
      switch field.number {
      case 1: suite = try reader.uint32(field)
      case 2: presentation = try reader.array(field)
      case 3: nonce = try reader.uint64(field)
      case 4: day = try reader.sint32(field)
      default: try reader.skip(field)
      }
    }
  }

  func value() throws(DecodingFault) -> Proof {
    Proof(
      suite: ProofSuite(rawValue: suite), presentation: presentation, nonce: nonce,
      day: try FieldRange.day(day, "proof.day"))
  }
}

extension Proof {
  func write(to writer: inout WireWriter) {
    writer.enumeration(1, suite.rawValue)
    writer.bytes(2, presentation)
    writer.uint64(3, nonce)
    writer.sint32(4, day)
  }
}
