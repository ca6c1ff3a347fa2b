import Core
import Ports

/// A seal that hides nothing, so that a test can read what was sent.
struct PlainSealing: PersonalSealing {
  var vehicleID = Consent.vehicle

  func seal(
    _ payload: [UInt8], content: SealedRecord.Content, topic: String, sequence: UInt64
  ) throws(IdentityFault) -> SealedRecord {
    SealedRecord(
      vehicleID: vehicleID, sequence: sequence, content: content, sealing: 1, driverKeyID: Consent.account,
      ciphertext: payload + [UInt8](repeating: 0, count: 16), signing: 1,
      signature: [UInt8](repeating: 7, count: 64))
  }
}
