public import Core

/// Checks what a device signed with its key.
public protocol SignatureChecking: Sendable {
  /// - Parameters:
  ///   - suite: numbers of `SignatureSuite` in the schema.
  ///   - publicKey: of the device, as it was paired.
  func isValid(_ signature: [UInt8], of message: [UInt8], publicKey: [UInt8], suite: UInt32) -> Bool
}

/// Opens what was sealed for a driver.
public protocol PayloadOpening: Sendable {
  /// - Throws: `.unknownKey` when the driver's key was never known or is erased, `.altered` when it does not open.
  func open(_ record: SealedRecord, topic: String) throws(IdentityFault) -> [UInt8]
}

/// One camera's half of the personal plane: seals what it says for its driver and signs it as the vehicle's device.
public protocol PersonalSealing {
  /// Whose records they are; also their key in the log.
  var vehicleID: RecordID { get }

  /// - Parameter sequence: given to one record of the vehicle and topic only, ever.
  func seal(
    _ payload: [UInt8], content: SealedRecord.Content, topic: String, sequence: UInt64
  ) throws(IdentityFault) -> SealedRecord
}

/// The issuer's half of the credential scheme.
public protocol CredentialIssuing: AnyObject {
  /// - Returns: the response in the draft's serialization.
  /// - Throws: `.malformed` or `.invalid` for a request that is none.
  func respond(to request: [UInt8], day: Int32) throws(IdentityFault) -> [UInt8]
  func digest(_ bytes: [UInt8]) -> [UInt8]
}
